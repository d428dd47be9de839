import { type Json, errorValue } from '@opsbook/runbook';
import type { FinalState } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { Scope } from '../rule.ts';
import type { Start } from './batch.ts';
import type { Desk } from './desk.ts';
import { inTime } from './in-time.ts';
import { requesterOf } from './requester-of.ts';
import type { RunRequest } from './runs.ts';
import { missingRun } from './scope-of.ts';
import { isLedgerTrouble } from './trouble.ts';

/** What became of an intent. `again`: the ledger of runs refuses for now. */
export type Started = { state: FinalState; remediation: Remediation } | 'again';

/** Starts the run of a durable intent. The same once more, after a crash, starts nothing twice. */
export async function startRun(desk: Desk, start: Start): Promise<Started> {
  const { event, rule, remediation, scope } = start;
  const { run } = remediation;
  try {
    const input = rule.call.input.render(scope);
    await desk.runs.start({
      id: run,
      runbook: rule.call.runbook,
      input,
      requestedBy: requesterOf(rule.name, event),
      ...(rule.policy.leaseWait > 0 && { leaseWait: rule.policy.leaseWait }),
      ...(await approvalOf(desk, start, input)),
    });
    return ran(remediation);
  } catch (thrown) {
    if (isLedgerTrouble(thrown) || desk.signal.aborted) return 'again';
    const error = errorValue(thrown);
    const at = new Date(desk.clock.now()).toISOString();
    const ended: Remediation = { ...remediation, phase: 'ended', endedAt: at, why: `not started: ${error.message}` };
    if (error.code !== 'FROZEN') return { state: { state: 'failed', rule: rule.name, error }, remediation: ended };
    return { state: { state: 'suppressed', rule: rule.name, by: 'freeze', why: error.message }, remediation: ended };
  }
}

/** The run of an intent is recorded. */
export const ran = (remediation: Remediation): Exclude<Started, 'again'> => ({
  state: { state: 'ran', rule: remediation.rule, run: remediation.run },
  remediation: { ...remediation, phase: 'running' },
});

/** What a run that people have to approve is started with; they are told once it is recorded. */
async function approvalOf(desk: Desk, start: Start, input: Json): Promise<Pick<RunRequest, 'approval' | 'plan'>> {
  const { event, rule, remediation, scope } = start;
  const { approval } = rule.policy;
  if (approval === undefined) return {};
  const { plan: ask } = desk;
  const { runbook } = rule.call;
  const planned = ask && (await inTime(desk, `the plan of ${runbook}`, (signal) => ask(runbook, input, signal)));
  const { text, ...plan } = planned ?? { text: '' };
  if (approval.notify !== undefined) {
    const { runs, outbox } = desk;
    const shown = JSON.parse(JSON.stringify({ ...plan, text })) as Json;
    const seen: Scope = { ...scope, run: { ...missingRun(remediation), status: 'waiting', input }, plan: shown };
    await outbox.post({
      // After a crash it is the same message with the plan of now.
      id: outbox.awaiting(remediation.run)?.id ?? runs.nextId(),
      runbook: approval.notify.runbook,
      input: approval.notify.input.render(seen),
      requestedBy: requesterOf(rule.name, event),
      after: remediation.run,
    });
  }
  return { approval: 'required', ...('hash' in plan && { plan }) };
}

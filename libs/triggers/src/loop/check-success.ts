import { errorValue } from '@opsbook/runbook';
import type { Desk } from '../decide/desk.ts';
import { inTime } from '../decide/in-time.ts';
import { groupOf } from '../decide/group-of.ts';
import { runScope, scopeOf } from '../decide/scope-of.ts';
import type { Remediation } from '../remediation.ts';

/** Asks a rule's post-condition after a run: true, or why it does not hold; undefined when this process stops. */
export async function checkSuccess(desk: Desk, remediation: Remediation): Promise<true | string | undefined> {
  const { store, runs, clock, look, ruleOf, signal } = desk;
  try {
    const rule = ruleOf(remediation.rule);
    const run = await runs.get(remediation.run);
    if (rule === undefined || run === undefined) return 'the run is not in its ledger';
    const { check } = rule.success ?? {};
    if (check === undefined) return true;
    const event = store.get(remediation.event)?.event;
    const own = event === undefined ? {} : scopeOf(event, rule, clock.now(), groupOf(store, rule, event, remediation));
    const scope = { ...own, run: runScope(run) };
    if (check.run === undefined) return check.holds({ ...scope, report: run.output ?? null });
    if (look === undefined) return 'nothing here can look whether it helped';
    const { runbook } = check.run;
    const input = check.run.input.render(scope);
    const report = await inTime(desk, runbook, (stop) => look(runbook, input, stop));
    return check.holds({ ...scope, report });
  } catch (error) {
    return signal.aborted ? undefined : `it is not known whether it helped: ${errorValue(error).message}`;
  }
}

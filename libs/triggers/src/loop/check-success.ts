import { type RunRecord, errorValue } from '@opsbook/runbook';
import type { Desk } from '../decide/desk.ts';
import { inTime } from '../decide/in-time.ts';
import { groupOf } from '../decide/group-of.ts';
import { runScope, scopeOf } from '../decide/scope-of.ts';
import type { Remediation } from '../remediation.ts';
import type { Rule } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';

/** Asks a rule's post-condition after a run: true, or why it does not hold. */
export async function checkSuccess(
  desk: Desk,
  rule: Rule,
  { event, run, remediation }: { event: TriggerEvent | undefined; run: RunRecord; remediation: Remediation },
): Promise<true | string> {
  const { check } = rule.success ?? {};
  const { store, clock } = desk;
  if (check === undefined) return true;
  try {
    const own = event === undefined ? {} : scopeOf(event, rule, clock.now(), groupOf(store, rule, event, remediation));
    const scope = { ...own, run: runScope(run) };
    if (check.run === undefined) return check.holds({ ...scope, report: run.output ?? null });
    const { look } = desk;
    if (look === undefined) return 'nothing here can look whether it helped';
    const { runbook } = check.run;
    const input = check.run.input.render(scope);
    const report = await inTime(desk, runbook, (signal) => look(runbook, input, signal));
    return check.holds({ ...scope, report });
  } catch (error) {
    return `it is not known whether it helped: ${errorValue(error).message}`;
  }
}

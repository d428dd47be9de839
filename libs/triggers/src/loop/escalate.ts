import type { Desk } from '../decide/desk.ts';
import { groupOf } from '../decide/group-of.ts';
import { requesterOf } from '../decide/requester-of.ts';
import { missingRun, runScope, scopeOf } from '../decide/scope-of.ts';
import { explain } from '../explain/explain.ts';
import { storyText } from '../explain/story-text.ts';
import type { Remediation } from '../remediation.ts';

/** Starts the run that tells people what a remediation came to, with the whole story. Once more is harmless. */
export async function escalate(desk: Desk, one: Remediation): Promise<void> {
  const { store, runs, clock, ruleOf } = desk;
  const rule = ruleOf(one.rule);
  if (rule?.escalate === undefined || one.escalation === undefined) return;
  const event = store.get(one.event)?.event;
  const run = await runs.get(one.run);
  const trace = storyText(await explain({ store, runs }, one.run));
  const scope = {
    ...(event === undefined
      ? { rule: { name: one.rule } }
      : scopeOf(event, rule, clock.now(), groupOf(store, rule, event, one))),
    ...{
      run: run === undefined ? missingRun(one) : runScope(run),
      report: run?.output ?? null,
      why: one.why ?? '',
      trace,
    },
  };
  const asked = event ?? { id: one.event, type: 'run' as const, payload: {} };
  await runs.start({
    id: one.escalation,
    runbook: rule.escalate.runbook,
    input: rule.escalate.input.render(scope),
    requestedBy: requesterOf(one.rule, asked),
  });
}

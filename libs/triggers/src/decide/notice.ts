import { type ErrorValue, errorValue } from '@opsbook/runbook';
import type { Remediation } from '../remediation.ts';
import type { Rule } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Desk } from './desk.ts';
import type { Message } from './outbox.ts';
import { requesterOf } from './requester-of.ts';
import { missingRun, scopeOf } from './scope-of.ts';

/** Seconds in which it is said once that runs of a rule could not be started. */
const SAY_AGAIN = 3600;

/** Under which name it is kept that a breaker has tripped. */
export const tripped = (breaker: string): string => `breaker/${breaker}`;

/** Says through a rule's escalation that its breaker has tripped, and keeps it open until then. */
export function trippedNotice(
  desk: Desk,
  rule: Rule,
  event: TriggerEvent,
  why: string,
  { breaker, until }: { breaker: string; until: number },
): () => Promise<void> {
  return () => desk.outbox.post(noticeOf(desk, rule, event, why), { what: tripped(breaker), until });
}

/** Says through a rule's escalation that a run could not be started; undefined where that was said within the hour. */
export function notStartedNotice(
  desk: Desk,
  rule: Rule | undefined,
  event: TriggerEvent,
  error: ErrorValue,
): (() => Promise<void>) | undefined {
  const what = `not-started/${rule?.name ?? ''}`;
  const now = desk.clock.now();
  if (rule?.escalate === undefined || (desk.outbox.saidUntil(what) ?? 0) > now) return undefined;
  const why = `no run could be started: ${error.message}`;
  return () => desk.outbox.post(noticeOf(desk, rule, event, why), { what, until: now + SAY_AGAIN * 1000 });
}

function noticeOf(desk: Desk, rule: Rule, event: TriggerEvent, why: string): Message | undefined {
  const { runs, clock, log } = desk;
  if (rule.escalate === undefined) return undefined;
  const { runbook } = rule.escalate;
  const none: Pick<Remediation, 'run' | 'runbook'> = { run: '', runbook: rule.call.runbook };
  const { id, type, source, subject, receivedAt } = event;
  const trace = `${why}\nEvent ${id} (${type} from ${source}: ${subject}), received ${receivedAt}`;
  try {
    const scope = { ...scopeOf(event, rule, clock.now()), run: missingRun(none), report: null, why, trace };
    const input = rule.escalate.input.render(scope);
    return { id: runs.nextId(), runbook, input, requestedBy: requesterOf(rule.name, event) };
  } catch (error) {
    log('a message cannot be written', { rule: rule.name, why, error: errorValue(error) });
    return undefined;
  }
}

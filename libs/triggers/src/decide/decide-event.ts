import { errorValue } from '@opsbook/runbook';
import { emissionOf } from '../emit/emission.ts';
import type { EventState, Wait } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { Rule } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Batch } from './batch.ts';
import type { Case, Verdict } from './case.ts';
import type { Desk } from './desk.ts';
import { type Match, match } from './match.ts';
import { notStartedNotice, tripped, trippedNotice } from './notice.ts';
import { applyPolicies } from './policies/index.ts';
import { isOver, resolve } from './resolve.ts';
import { scopeOf } from './scope-of.ts';
import { subjectOf } from './subject-of.ts';
import type { Waiting } from './waiting.ts';

/** An event that came back from a wait, with those that waited with it. */
export interface Returned {
  wait: Wait;
  events: readonly TriggerEvent[];
}

/**
 * Decides about one event, into the batch, unless that gets a notice. Throws what the ledgers throw; everything else is the
 * event's state.
 */
export async function decideEvent(
  desk: Desk,
  batch: Batch,
  waiting: Waiting,
  event: TriggerEvent,
  returned?: Returned,
): Promise<void> {
  const over = event.status === 'resolved' ? resolve(desk.store, batch, event) : undefined;
  for (const one of over?.runs ?? []) await desk.store.saveRemediation(one);
  const kept = ruleOfWait(desk, event, returned);
  const { emit } = desk;
  const emission = emit && emissionOf(emit, event);
  const asked = emission === undefined || emit?.rules === 'first';
  const found = kept === undefined ? matched(desk, event, asked) : { rule: kept };
  if ('rule' in found) {
    await decideByRule(desk, batch, waiting, event, found.rule, kept === undefined ? undefined : returned);
    return;
  }
  const nothing = over === undefined ? {} : { why: 'it is over, and nothing ran for it' };
  const unmatched = found.final.state === 'unmatched' ? { ...found.final, ...nothing } : found.final;
  const emits: EventState | undefined =
    emission && unmatched.state === 'unmatched' ? { state: 'received', emits: emission } : undefined;
  batch.decide(event, over?.merged ?? emits ?? unmatched);
}

const matched = (desk: Desk, event: TriggerEvent, asked: boolean): Match =>
  asked ? match(event, desk.rules()) : { final: { state: 'unmatched' } };

/** The rule that put an event off, as it is now, if it would still decide about it. */
function ruleOfWait(desk: Desk, event: TriggerEvent, returned: Returned | undefined): Rule | undefined {
  const rule = returned === undefined ? undefined : desk.ruleOf(returned.wait.rule);
  return rule?.enabled === true && rule.firstMismatch(event) === undefined ? rule : undefined;
}

async function decideByRule(
  desk: Desk,
  batch: Batch,
  waiting: Waiting,
  event: TriggerEvent,
  rule: Rule,
  returned: Returned | undefined,
): Promise<void> {
  if (event.status === 'firing' && isOver(desk.store, event)) {
    const why = 'it was over before its turn came';
    batch.decide(event, { state: 'suppressed', rule: rule.name, by: 'resolved', why });
    return;
  }
  try {
    const given = caseOf(desk, batch, waiting, event, rule, returned);
    const verdict = await applyPolicies(given);
    if (verdict === undefined) {
      if (returned !== undefined && (await isOverThere(desk, event))) {
        const why = 'Alertmanager was asked when its turn came: it fires no more';
        batch.decide(event, { state: 'suppressed', rule: rule.name, by: 'resolved', why });
      } else intend(desk, batch, given);
    } else if (verdict.kind !== 'suppress' || verdict.tripped === undefined) {
      batch.decide(event, stateOf(verdict, rule, returned));
    } else batch.notice = trippedNotice(desk, rule, event, verdict.why, verdict.tripped);
  } catch (thrown) {
    const error = errorValue(thrown);
    if (error.code.startsWith('LEDGER_')) throw thrown;
    batch.notice = notStartedNotice(desk, rule, event, error);
    if (batch.notice === undefined) batch.decide(event, { state: 'failed', rule: rule.name, error });
  }
}

function caseOf(
  desk: Desk,
  batch: Batch,
  waiting: Waiting,
  event: TriggerEvent,
  rule: Rule,
  returned: Returned | undefined,
): Case {
  const now = desk.clock.now();
  const group = returned?.wait.group;
  const collected = returned !== undefined && group !== undefined ? { key: group, events: returned.events } : undefined;
  const scope = scopeOf(event, rule, now, collected);
  return {
    ...{ event, rule, scope, now },
    target: rule.policy.target?.render(scope) ?? '',
    collected: collected !== undefined,
    remediations: batch.view.remediations,
    silencedBy: () => silencedBy(desk, event),
    holders: () => desk.runs.holders({ runbook: rule.call.runbook, input: rule.call.input.render(scope) }),
    trippedUntil: (breaker) => desk.outbox.saidUntil(tripped(breaker)),
    groupUntil: (key) => groupUntil(batch, waiting, rule, key),
  };
}

async function silencedBy(desk: Desk, event: TriggerEvent): Promise<string | undefined> {
  const { silencedBy: ask, turns, log } = desk;
  if (ask === undefined) return undefined;
  try {
    return await turns.aside(() => ask(event));
  } catch (error) {
    log('silences cannot be asked for', { event: event.id, error: errorValue(error) });
    return undefined;
  }
}

/** Whether an alert that has waited came to its end in silence. */
async function isOverThere(desk: Desk, event: TriggerEvent): Promise<boolean> {
  const { stillFires, turns, log } = desk;
  if (stillFires === undefined || event.type !== 'alert' || event.status !== 'firing') return false;
  try {
    return (await turns.aside(() => stillFires(event)))?.fires === false;
  } catch (error) {
    log('Alertmanager cannot be asked whether an alert still fires', { event: event.id, error: errorValue(error) });
    return false;
  }
}

function groupUntil(batch: Batch, waiting: Waiting, rule: Rule, key: string): number | null | undefined {
  const unit = waiting.group(rule.name, key);
  // One that is being answered takes nobody in any more.
  const collecting = () => (unit?.some((id) => !batch.decided.has(id)) === true ? unit.wait : undefined);
  const open = batch.groups.get(JSON.stringify([rule.name, key])) ?? collecting();
  if (open === undefined) return undefined;
  return open.until === undefined ? null : Date.parse(open.until);
}

function intend(desk: Desk, batch: Batch, { event, rule, target, scope, now }: Case): void {
  const run = desk.runs.nextId();
  const remediation: Remediation = {
    ...{ run, rule: rule.name, runbook: rule.call.runbook, event: event.id, subject: subjectOf(event), target },
    ...{ startedAt: new Date(now).toISOString(), phase: 'starting' },
  };
  batch.decide(event, { state: 'received', intent: { rule: rule.name, run } }, remediation);
  batch.starts.push({ event, rule, remediation, scope });
}

function stateOf(verdict: NonNullable<Verdict>, { name: rule }: Rule, returned: Returned | undefined): EventState {
  const { why } = verdict;
  if (verdict.kind === 'suppress') return { state: 'suppressed', rule, by: verdict.by, why };
  if (verdict.kind === 'merge') return { state: 'merged', rule, run: verdict.run, why };
  // Those that were collected stay together, whatever they wait for now.
  const group = verdict.group ?? returned?.wait.group;
  const until = verdict.until === undefined ? {} : { until: new Date(verdict.until).toISOString() };
  return { state: 'received', waits: { rule, why, ...until, ...(group !== undefined && { group }) } };
}

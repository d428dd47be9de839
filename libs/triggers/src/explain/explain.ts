import type { ErrorValue, RunRecord } from '@opsbook/runbook';
import type { Runs } from '../decide/runs.ts';
import { subjectOf } from '../decide/subject-of.ts';
import { TriggersError } from '../errors.ts';
import type { StoredTriggerEvent } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { RuleSet } from '../rule.ts';
import { runOf } from '../run-of.ts';
import type { TriggerStore } from '../trigger-store.ts';
import { type AskedRule, askedRules } from './asked-rules.ts';

/** A step of a run that came to its end, or was begun and did not. */
export interface StepEnd {
  path: string;
  /** `started` and `changing`: it is under way, or what did it died. */
  status: 'started' | 'changing' | 'unchanged' | 'changed' | 'done' | 'failed';
  at: string;
  why?: string;
  error?: ErrorValue;
}

/** What is known of an event, or of a run of a rule, from its arrival to what came of it. */
export interface Story {
  /** Left out for a run that no event led to. */
  event?: StoredTriggerEvent;
  /** The rules that were asked and did not match, where that is known. */
  asked: AskedRule[];
  /** Other events of the same subject, as its end; the oldest first. */
  related: StoredTriggerEvent[];
  /** How many other events this run answers. */
  merged: number;
  remediation?: Remediation;
  run?: RunRecord;
  steps: StepEnd[];
  /** The run that told people. */
  escalation?: Pick<RunRecord, 'id' | 'runbook' | 'status'>;
}

export interface ExplainOptions {
  store: TriggerStore;
  runs: Pick<Runs, 'get' | 'events'>;
  /** The rules of now: tells what they say of an event of which it is not recorded which rules were asked. */
  rules?: RuleSet;
}

/**
 * Tells the whole story of an event or of a run. Throws `UNKNOWN_EVENT`.
 * @param id of an event or a run; an unambiguous beginning will do
 */
export async function explain(options: ExplainOptions, id: string): Promise<Story> {
  const { store, runs, rules } = options;
  const known = store.get(id);
  const runId = known === undefined ? id : runOf(known.state);
  const run = runId === undefined ? undefined : await runs.get(runId);
  const remediation = remediationOf(store, run?.id ?? runId);
  const event = known ?? (remediation === undefined ? undefined : store.get(remediation.event));
  if (event === undefined && run === undefined) {
    throw new TriggersError('UNKNOWN_EVENT', `there is neither an event nor a run ${id}`);
  }
  const escalation = remediation?.escalation === undefined ? undefined : await runs.get(remediation.escalation);
  return {
    asked: event === undefined ? [] : askedRules(store, event, rules),
    related: event === undefined ? [] : relatedTo(store, event),
    merged: runId === undefined ? 0 : mergedInto(store, run?.id ?? runId, event),
    steps: run === undefined ? [] : await stepsOf(runs, run.id),
    ...(event !== undefined && { event }),
    ...(remediation !== undefined && { remediation }),
    ...(run !== undefined && { run }),
    ...(escalation !== undefined && { escalation: shortly(escalation) }),
  };
}

const shortly = ({ id, runbook, status }: RunRecord) => ({ id, runbook, status });

const remediationOf = (store: TriggerStore, run: string | undefined): Remediation | undefined =>
  run === undefined ? undefined : store.remediations({ run }).at(0);

function relatedTo(store: TriggerStore, { event }: StoredTriggerEvent): StoredTriggerEvent[] {
  const { type, source, subject } = event;
  const found = store.list({ type, source, subject, first: 'oldest', limit: 20 });
  return found.filter((one) => one.event.id !== event.id && subjectOf(one.event) === subjectOf(event));
}

const mergedInto = (store: TriggerStore, run: string, own: StoredTriggerEvent | undefined): number =>
  store.counts({ run, state: ['merged'] }).merged - (own?.state.state === 'merged' ? 1 : 0);

async function stepsOf(runs: Pick<Runs, 'events'>, id: string): Promise<StepEnd[]> {
  const steps = new Map<string, StepEnd>();
  for (const event of await runs.events(id)) {
    if (event.type !== 'step') continue;
    const { path, status, at, why, error } = event;
    steps.set(path, { path, status, at, ...(why !== undefined && { why }), ...(error !== undefined && { error }) });
  }
  return [...steps.values()];
}

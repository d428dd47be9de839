import type { ErrorValue } from '@opsbook/runbook';
import type { TriggerEvent } from './trigger-event.ts';

/** Why a rule that matched did not run anything. */
export type Suppressor =
  | 'disabled-rule'
  | 'active-hours'
  | 'maintenance-window'
  | 'silence'
  | 'throttle'
  | 'breaker'
  | 'lease'
  | 'freeze'
  /** It was over before its turn came. */
  | 'resolved';

/** Which condition of a rule did not hold first: an index into {@link RuleDigest.conditions}. */
export interface Mismatches {
  /** The rule set that was asked: see `TriggerStore.ruleSet`. */
  ruleSet: string;
  /** One for each rule of that set, in its order. */
  failed: number[];
}

/**
 * The state of an event. `received` is the first; each of the others is final, and an event has exactly one of them.
 * - `ran`: a run was started for it;
 * - `merged`: a run that is under way, or was not long ago, is its answer as well;
 * - `suppressed`: a rule matched, and something stood against it;
 * - `unmatched`: no rule matched;
 * - `rejected`: it cannot be used as it is;
 * - `failed`: a rule matched, and the run could not be started;
 * - `emitted`: it was handed to StackStorm, which decides about it.
 */
export type EventState =
  | { state: 'received'; waits?: Wait; intent?: Intent; emits?: Emission }
  | { state: 'ran'; rule: string; run: string }
  | { state: 'merged'; rule: string; run: string; why: string }
  | { state: 'suppressed'; rule: string; by: Suppressor; why: string }
  | { state: 'unmatched'; mismatches?: Mismatches; why?: string }
  | { state: 'rejected'; why: string }
  | { state: 'failed'; rule: string; error: ErrorValue }
  | ({ state: 'emitted' } & Emission);

export type FinalState = Exclude<EventState, { state: 'received' }>;

/** Matched, and to be decided later. */
export interface Wait {
  rule: string;
  /** UTC ISO 8601; left out: until a run of the rule has ended. */
  until?: string;
  /** Events that wait with the same key are answered by one run. */
  group?: string;
  why: string;
}

/** A run is about to be started under this id; after a crash it is started again under the same, which is harmless. */
export interface Intent {
  rule: string;
  run: string;
}

/** As what an event is handed over: it is decided about there, and by no rule here any more. */
export interface Emission {
  /** `pack.name` of the trigger. */
  trigger: string;
  /** Names the trace of all that comes of it there; the event's id. */
  traceTag: string;
}

/** An event with what became of it. */
export interface StoredTriggerEvent {
  event: TriggerEvent;
  state: EventState;
  /** When its final state was recorded; UTC ISO 8601. */
  decidedAt?: string;
}

/** What is kept of a rule set, so that what was decided by it can be explained when the files are long others. */
export interface RuleDigest {
  name: string;
  /** File and line, as `rules/drain.yaml:12`. */
  place: string;
  /** The trigger's own condition first; as one would read them out. */
  conditions: string[];
}

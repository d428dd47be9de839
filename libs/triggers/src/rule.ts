import type { Json } from '@opsbook/runbook';
import type { RuleDigest } from './event-state.ts';
import type { TriggerEvent } from './trigger-event.ts';

/** What expressions see: the event's payload by its fields, and beside it `event`, `group`, `run`, `now` where there are any. */
export type Scope = Readonly<Record<string, Json>>;

/** An expression of a rule, or a text with expressions in it. Throws `EXPRESSION_FAILED` with the rule, the place and why. */
export interface Template<T extends Json = Json> {
  readonly source: string;
  render(scope: Scope): T;
}

/** A runbook and how its input is made of an event. */
export interface Call {
  runbook: string;
  input: Template;
}

/** When something is open, by the clock on the wall of a time zone. */
export interface Calendar {
  isOpen(at: number): boolean;
  /** Milliseconds since the epoch; undefined when it never opens again. */
  nextOpening(at: number): number | undefined;
  /** Milliseconds since the epoch; `at` where it is closed then, undefined when it stays open for more than a year. */
  nextClosing(at: number): number | undefined;
  /** As one would read it out. */
  readonly text: string;
}

/** Durations are seconds. */
export interface RulePolicy {
  /** At most `count` runs of this rule in `per` seconds; more are suppressed. */
  throttle?: { count: number; per: number };
  /** Events of one group within the window, counted from its first event, are answered by one run. */
  group?: { by: Template<string>; window: number };
  /** What is acted upon; needed by `oncePer` and by a breaker that counts by target. */
  target?: Template<string>;
  /** While a run for the same target is under way, or one that helped began less than so long ago, further events are merged into it. */
  oncePer?: { within: number };
  /** Runs of this rule at once; more wait their turn. */
  concurrency?: number;
  /** Outside these hours nothing is run: it is suppressed, or waits until they begin. */
  active?: { calendar: Calendar; otherwise: 'suppress' | 'wait' };
  /** Within these nothing is run: it is suppressed, or waits until they end. */
  maintenance?: { calendar: Calendar; otherwise: 'suppress' | 'wait' };
  /** Whether a silence in Alertmanager suppresses; default true for alerts. */
  honourSilences: boolean;
  /** The run asks people first. With `notify` its plan goes to them through that runbook; `${plan.text}` and `${run.id}` are to be had there. */
  approval?: { notify?: Call };
  /** What a resolved alert does to the run under way: lets it finish, or cancels it at its next safe point. Default `finish`. */
  onResolved: 'finish' | 'cancel';
  /** More runs than that, and the rule does nothing more until the window has passed; said through the escalation. */
  breaker?: { runs: number; per: number; perTarget?: number };
  /** Seconds to wait for a lease that another run holds; default 0: suppressed. */
  leaseWait: number;
}

/** What has to come true for a run to have helped. The run must be done in any case. */
export interface Success {
  /** Seconds after the run's end until which its alert must be resolved. */
  resolvedWithin?: number;
  /** A read-only runbook whose report must meet conditions; without `run`, the report of the run itself must. */
  check?: { run?: Call; holds(scope: Scope): true | string };
}

/** A rule as it was read, ready to be asked. */
export interface Rule extends RuleDigest {
  description?: string;
  enabled: boolean;
  /** What it waits for. `source` may hold `*`. A timer's ticks come from `timer`. */
  on: { type: TriggerEvent['type']; source: string; status: TriggerEvent['status'] };
  timer?: TimerSpec;
  /** The index of the first condition that does not hold; undefined when all do. */
  firstMismatch(event: TriggerEvent): number | undefined;
  call: Call;
  policy: RulePolicy;
  success?: Success;
  /** Told when it did not help, when the breaker trips, and when a run could not be started. */
  escalate?: Call;
}

/** When a rule's timer ticks. */
export type TimerSpec = ({ cron: string; timeZone: string } | { every: number; anchor?: string } | { at: string }) & {
  /** What is done about ticks that nobody was there for: left out, made up by one, or by all. Default `skip`. */
  missed: 'skip' | 'one' | 'all';
};

/** The rules of a site, in their order: the first enabled one that matches decides. */
export interface RuleSet {
  /** SHA-256 of the digests. */
  readonly hash: string;
  readonly rules: readonly Rule[];
}

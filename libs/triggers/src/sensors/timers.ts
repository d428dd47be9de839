import { type Clock, type Release, isoNow } from '@opsbook/context';
import { type ErrorValue, type Json, errorValue } from '@opsbook/runbook';
import type { Rule, RuleSet, TimerSpec } from '../rule.ts';
import { missedTicks } from '../rules/timers/missed-ticks.ts';
import { nextTick } from '../rules/timers/next-tick.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';

/** Milliseconds after its time for which a tick is late, and not missed. */
const LATE = 60_000;
/** Milliseconds after which one that is far away is looked for again: the clock may be set meanwhile. */
const FAR = 3_600_000;
/** Milliseconds until a tick that the ledger did not take is tried again. */
const AGAIN = 5000;

export interface TimersOptions {
  store: Pick<TriggerStore, 'memory' | 'remember'>;
  clock: Clock;
  /** Of an event. */
  newId: () => string;
  /** A tick could not be recorded; it is tried again. */
  onTrouble?: (rule: string, error: ErrorValue) => void;
}

/**
 * Makes an event of each tick of the rules' timers. How far a timer has come is remembered in the same write as its ticks, so that
 * none is lost or told twice; what becomes of ticks that nobody was there for, the rule says (`missed`).
 */
export class Timers {
  readonly #options: TimersOptions;
  readonly #armed = new Map<string, Release>();
  readonly #writing = new Set<Promise<void>>();
  /** Rises with each set of rules: what was begun for an older one arms nothing. */
  #generation = 0;

  constructor(options: TimersOptions) {
    this.#options = options;
  }

  /** Ticks for these rules from now on. A timer that is new, or another one than before, has missed nothing. */
  useRules({ rules }: RuleSet): void {
    this.#disarm();
    for (const rule of rules) if (rule.enabled && rule.timer !== undefined) this.#look(rule.name, rule.timer);
  }

  /** Ticks no more. */
  async stop(): Promise<void> {
    this.#disarm();
    await Promise.all(this.#writing);
  }

  #disarm(): void {
    this.#generation += 1;
    for (const release of this.#armed.values()) release();
    this.#armed.clear();
  }

  #look(rule: Rule['name'], spec: TimerSpec): void {
    const { clock } = this.#options;
    const now = clock.now();
    const known = this.#upTo(rule, spec);
    // A clock that was put back makes nothing wait for the time that it showed before: what is told again is not told twice.
    const upTo = Math.min(known ?? now, now);
    const next = nextTick(spec, upTo);
    if (known !== undefined && (next === undefined || next > now)) {
      if (next !== undefined) this.#in(Math.min(next - now, FAR), rule, spec);
      return;
    }
    if (known === undefined) this.#write(rule, spec, now, []);
    else if (next !== undefined && now - next <= LATE) this.#write(rule, spec, next, [next]);
    else this.#write(rule, spec, now, missedTicks(spec, upTo, now));
  }

  #in(milliseconds: number, rule: string, spec: TimerSpec): void {
    this.#armed.set(
      rule,
      this.#options.clock.after(milliseconds, () => this.#look(rule, spec)),
    );
  }

  #write(rule: string, spec: TimerSpec, upTo: number, ticks: readonly number[]): void {
    const { store, clock, onTrouble } = this.#options;
    const generation = this.#generation;
    const release = clock.hold();
    const changes: Record<string, Json> = { upTo: new Date(upTo).toISOString(), spec };
    const events = ticks.map((at) => this.#event(rule, at));
    const writing = store
      .remember(ownerOf(rule), changes, events, isoNow(clock))
      .then(
        () => 0,
        (error: unknown) => {
          onTrouble?.(rule, errorValue(error));
          return AGAIN;
        },
      )
      .then((wait) => {
        this.#writing.delete(writing);
        if (generation === this.#generation) this.#in(wait, rule, spec);
        release();
      });
    this.#writing.add(writing);
  }

  /** Up to when its ticks are dealt with: milliseconds since the epoch; undefined for a timer that is new. */
  #upTo(rule: string, spec: TimerSpec): number | undefined {
    const { upTo, spec: known } = this.#options.store.memory(ownerOf(rule));
    const isSame = JSON.stringify(known) === JSON.stringify(spec);
    return isSame && typeof upTo === 'string' ? Date.parse(upTo) : undefined;
  }

  #event(rule: string, at: number): TriggerEvent {
    const { newId, clock } = this.#options;
    const scheduledAt = new Date(at).toISOString();
    return {
      id: newId(),
      type: 'timer',
      source: rule,
      key: scheduledAt,
      subject: scheduledAt,
      status: 'firing',
      receivedAt: isoNow(clock),
      payload: { timer: rule, scheduledAt },
    };
  }
}

const ownerOf = (rule: string): string => `timer/${rule}`;

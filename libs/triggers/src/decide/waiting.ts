import type { Wait } from '../event-state.ts';
import type { TriggerEvent } from '../trigger-event.ts';

/** Events that wait for the same: a group, or one alone. */
export class Unit {
  wait: Wait;
  readonly #events = new Map<string, TriggerEvent>();

  constructor(wait: Wait) {
    this.wait = wait;
  }

  /** The oldest first. */
  get events(): TriggerEvent[] {
    return [...this.#events.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Whether one of them is so. */
  some(is: (id: string) => boolean): boolean {
    for (const id of this.#events.keys()) if (is(id)) return true;
    return false;
  }

  get size(): number {
    return this.#events.size;
  }

  add(event: TriggerEvent): void {
    this.#events.set(event.id, event);
  }

  remove(id: string): void {
    this.#events.delete(id);
  }
}

const timeOf = ({ until }: Wait): number => (until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until));
const groupKey = (rule: string, group: string): string => JSON.stringify([rule, group]);

/** The events that wait, as the ledger has them, by what they wait for. */
export class Waiting {
  readonly #timed = new Map<string, Unit>();
  /** By rule: those that wait for the end of one of its runs, the one that waits longest first. */
  readonly #parked = new Map<string, Map<string, Unit>>();
  readonly #places = new Map<string, { key: string; rule: string }>();

  /** Puts an event off, or puts it off anew. */
  add(event: TriggerEvent, wait: Wait): void {
    const { rule, group, until } = wait;
    const key = group === undefined ? event.id : groupKey(rule, group);
    const there = this.#find(key, rule);
    // Whoever stays in the same queue keeps its place.
    const stays = there !== undefined && (there.wait.until === undefined) === (until === undefined);
    if (!stays) this.#drop(key, rule);
    const unit = there ?? new Unit(wait);
    unit.wait = wait;
    unit.add(event);
    if (!stays) this.#put(key, unit);
    this.#places.set(event.id, { key, rule });
  }

  remove(id: string): void {
    const place = this.#places.get(id);
    const unit = place === undefined ? undefined : this.#find(place.key, place.rule);
    if (place === undefined || unit === undefined) return;
    this.#places.delete(id);
    unit.remove(id);
    if (unit.size === 0) this.#drop(place.key, place.rule);
  }

  /** Those whose time has come, and those of rules that are not there any more. */
  due(now: number, isThere: (rule: string) => boolean): Unit[] {
    const timed = [...this.#timed.values()].filter(({ wait }) => timeOf(wait) <= now || !isThere(wait.rule));
    const gone = this.parkedRules().filter((rule) => !isThere(rule));
    return [...timed, ...gone.flatMap((rule) => this.parked(rule))];
  }

  parked(rule: string): Unit[] {
    return [...(this.#parked.get(rule)?.values() ?? [])];
  }

  parkedRules(): string[] {
    return [...this.#parked.keys()];
  }

  group(rule: string, group: string): Unit | undefined {
    return this.#find(groupKey(rule, group), rule);
  }

  /** Milliseconds since the epoch. */
  nextDue(): number | undefined {
    const next = [...this.#timed.values()].reduce((least, { wait }) => Math.min(least, timeOf(wait)), Infinity);
    return next === Infinity ? undefined : next;
  }

  #find(key: string, rule: string): Unit | undefined {
    return this.#timed.get(key) ?? this.#parked.get(rule)?.get(key);
  }

  #put(key: string, unit: Unit): void {
    const { until, rule } = unit.wait;
    if (until !== undefined) {
      this.#timed.set(key, unit);
      return;
    }
    const units = this.#parked.get(rule) ?? new Map<string, Unit>();
    this.#parked.set(rule, units.set(key, unit));
  }

  #drop(key: string, rule: string): void {
    this.#timed.delete(key);
    const units = this.#parked.get(rule);
    units?.delete(key);
    if (units?.size === 0) this.#parked.delete(rule);
  }
}

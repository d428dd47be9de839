import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { Database } from '@opsbook/sqlite';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import fc from 'fast-check';
import type { EventState, StoredTriggerEvent } from '../event-state.ts';
import type { TriggerType } from '../trigger-event.ts';
import type { EventFilter } from '../trigger-store.ts';
import { T0, T1, T2, alert } from './events.test-support.ts';
import { EVENTS } from './schema.ts';
import { SqliteTriggerStore } from './sqlite-trigger-store.ts';

const RUNS = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 200);

let ledger: ReturnType<typeof temporaryLedger>;
let store: SqliteTriggerStore;
let db: Database;
let all: StoredTriggerEvent[];

const STATES: EventState[] = [
  { state: 'received' },
  { state: 'received', waits: { rule: 'drain', why: 'w', until: T2 } },
  { state: 'received', intent: { rule: 'mail', run: 'r1' } },
  { state: 'ran', rule: 'drain', run: 'r1' },
  { state: 'merged', rule: 'drain', run: 'r1', why: 'w' },
  { state: 'suppressed', rule: 'mail', by: 'freeze', why: 'w' },
  { state: 'unmatched' },
  { state: 'failed', rule: 'mail', error: { code: 'X', kind: 'conflict', message: 'm' } },
];
const TYPES: TriggerType[] = ['alert', 'webhook', 'alert', 'sensor', 'run'];

beforeAll(async () => {
  ledger = temporaryLedger();
  db = new Database(ledger.path, EVENTS);
  store = new SqliteTriggerStore(ledger.path, new VirtualClock(), db);
  const events = Array.from({ length: 80 }, (_, i) =>
    alert(i, {
      // Not in the order of arrival.
      id: `e${String((i * 37) % 80).padStart(4, '0')}`,
      type: TYPES[i % 5]!,
      source: ['prod', 'lab', 'a'][i % 3]!,
      subject: `s${i % 7}`,
      receivedAt: [T0, T1, T2][Math.floor(i / 30)]!,
      payload: { labels: { instance: `cmp-${i % 11}`, quoted: `say "${i % 4}"` } },
    }),
  );
  await store.append(
    events.map((event) => ({ event })),
    T0,
  );
  const decisions = events.map(({ id }, i) => ({ id, state: STATES[i % STATES.length]! }));
  await store.decide(
    decisions.filter(({ state }) => Object.keys(state).length > 1),
    T2,
  );
  all = store.list({ first: 'oldest' });
});
afterAll(async () => {
  await store.close();
  ledger.remove();
});

/** The same in words of our own. */
function expected(filter: EventFilter): string[] {
  const place = (id: string) => all.findIndex(({ event }) => event.id === id);
  const of = ({ event, state }: StoredTriggerEvent, index: number): boolean => {
    const received: Partial<Extract<EventState, { state: 'received' }>> = state.state === 'received' ? state : {};
    const rule = 'rule' in state ? state.rule : (received.intent?.rule ?? received.waits?.rule);
    const run = 'run' in state ? state.run : received.intent?.run;
    const payload = Object.values(event.payload['labels'] as Record<string, string>);
    const tests: Record<Exclude<keyof EventFilter, 'first' | 'limit'>, boolean> = {
      type: event.type === filter.type,
      source: event.source === filter.source,
      subject: event.subject === filter.subject,
      state: filter.state?.includes(state.state) === true,
      rule: rule === filter.rule,
      run: run === filter.run,
      since: event.receivedAt >= filter.since!,
      until: event.receivedAt < filter.until!,
      text: payload.some((value) => value.includes(filter.text!)),
      after: index > place(filter.after!),
      before: index < place(filter.before!),
    };
    return Object.entries(tests).every(([name, holds]) => filter[name as keyof EventFilter] === undefined || holds);
  };
  const found = all.filter(of).map(({ event }) => event.id);
  return (filter.first === 'oldest' ? found : found.reverse()).slice(0, filter.limit);
}

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const aFilter = fc.record({
  type: maybe<TriggerType>('alert', 'webhook', 'sensor', 'timer'),
  source: maybe('prod', 'lab', 'a', 'nobody'),
  subject: maybe('s1', 's2', 'none'),
  state: fc.option(
    fc.array(fc.constantFrom('received', 'ran', 'merged', 'suppressed', 'unmatched', 'rejected', 'failed'), {
      maxLength: 3,
    }),
    { nil: undefined },
  ),
  rule: maybe('drain', 'mail', 'none'),
  run: maybe('r1', 'none'),
  since: maybe(T0, T1, T2),
  until: maybe(T1, T2),
  text: maybe('cmp-1', '"2"', 'nothing'),
  after: maybe('e0000', 'e0041'),
  before: maybe('e0066', 'e0003'),
  first: maybe('oldest', 'newest'),
  limit: maybe(1, 3, 50),
});

it('every filter, alone and beside others, finds what it says, in the order of arrival', () => {
  fc.assert(
    fc.property(aFilter, (filter) => {
      const given = Object.fromEntries(
        Object.entries(filter).filter(([, value]) => value !== undefined),
      ) as EventFilter;
      expect(store.list(given).map(({ event }) => event.id)).toEqual(expected(given));
      const { limit: _limit, ...unlimited } = given;
      const total = Object.values(store.counts(unlimited)).reduce((sum, n) => sum + n, 0);
      expect(total).toBe(expected(unlimited).length);
    }),
    { numRuns: RUNS },
  );
});

describe('what is asked for often', () => {
  /** How SQLite goes about each statement of a read. */
  function plans(read: () => unknown): string[] {
    const asked: string[] = [];
    const original = db.all.bind(db);
    db.all = (sql, parameters) => {
      asked.push(sql);
      return original(sql, parameters);
    };
    read();
    db.all = original;
    return asked.flatMap((sql) =>
      (original(`EXPLAIN QUERY PLAN ${sql}`, {}) as { detail: string }[]).map(({ detail }) => detail),
    );
  }

  it.each<[string, () => unknown, string]>([
    ['undecided', () => store.undecided({ limit: 5 }), 'events_by_stage'],
    ['undecided after an id', () => store.undecided({ limit: 5, after: 'e0001' }), 'events_by_stage'],
    ['one state', () => store.list({ state: ['failed'], limit: 5 }), 'events_by_stage'],
    ['some states', () => store.list({ state: ['failed', 'ran'], limit: 5 }), 'events_by_stage'],
    ['a subject in a state', () => store.list({ subject: 's1', state: ['ran'] }), 'events_by_subject'],
    ['a rule', () => store.list({ rule: 'drain', type: 'alert', limit: 5 }), 'events_by_rule'],
    ['a run', () => store.list({ run: 'r1' }), 'events_by_run'],
    ['a webhook', () => store.list({ type: 'webhook', source: 'a', limit: 5 }), 'events_by_source'],
    ['a type', () => store.list({ type: 'timer', limit: 5 }), 'events_by_type'],
    ['a time', () => store.list({ since: T1, limit: 5 }), 'events_by_arrival'],
    ['all', () => store.list({ limit: 5 }), 'SCAN events'],
    ['alerts', () => store.list({ type: 'alert', source: 'prod', limit: 5 }), 'SCAN events'],
  ])('reads no more than it answers, and sorts nothing: %s', (_name, read, by) => {
    const found = plans(read);
    expect(found).toContainEqual(expect.stringContaining(by));
    expect(found.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    if (by !== 'SCAN events') expect(found.filter((step) => step.startsWith('SCAN events'))).toEqual([]);
  });
});

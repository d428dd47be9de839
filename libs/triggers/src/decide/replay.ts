import { VirtualClock } from '@opsbook/context';
import type { RunRecord } from '@opsbook/runbook';
import type { StoredTriggerEvent } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { Rule, RuleSet } from '../rule.ts';
import { SqliteTriggerStore } from '../store/sqlite-trigger-store.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { ReplayRuns } from './replay-runs.ts';
import { Triggers } from './triggers.ts';

export interface ReplayOptions {
  rules: RuleSet;
  /** As they arrived, the oldest first. */
  events: readonly TriggerEvent[];
  /** Seconds that each run is taken to last; default 60. */
  runTakes?: number;
}

/** What would have happened. */
export interface Replay {
  /** The same events, each with the state that these rules would have brought it to; the oldest first. */
  events: StoredTriggerEvent[];
  /** The runs that rules would have started. Those of which the alert could still have been resolved are `verifying`. */
  remediations: Remediation[];
  /** All runs, those that tell people among them, in the order in which they would have been started. */
  runs: RunRecord[];
}

/** Longer than anything waits. */
const LONGEST = 31 * 86_400_000;

/**
 * Lets rules decide about events of the past, on a clock of its own and without running anything. What nobody can know is
 * taken for good: each run is approved and done, no lease, silence or freeze stood against it, and its check held.
 */
export async function replay({ rules, events, runTakes = 60 }: ReplayOptions): Promise<Replay> {
  const given = events.filter((event) => !isOfRule(event));
  const clock = new VirtualClock(given[0]?.receivedAt);
  const store = new SqliteTriggerStore(':memory:', clock);
  const runs = new ReplayRuns(clock, runTakes);
  const triggers = await Triggers.start({ store, runs, clock, rules: { ...rules, rules: rules.rules.map(unchecked) } });
  try {
    for (const together of byArrival(given)) {
      const at = together[0]?.receivedAt ?? '';
      await pass(clock, Date.parse(at) - clock.now());
      await store.append(
        together.map((event) => ({ event })),
        at,
      );
    }
    await settle(clock, store);
    return {
      events: store.list({ first: 'oldest' }),
      remediations: store.remediations({}),
      runs: [...runs.records.values()],
    };
  } finally {
    await triggers.stop();
    await store.close();
  }
}

/** The end of a run that a rule started: these rules start runs of their own. */
const isOfRule = ({ type, payload }: TriggerEvent): boolean =>
  type === 'run' && (payload as { run?: RunRecord }).run?.requestedBy.user.startsWith('rule:') === true;

const unchecked = ({ success, ...rule }: Rule): Rule => {
  const { check: _, ...rest } = success ?? {};
  return { ...rule, ...(success !== undefined && { success: rest }) };
};

function byArrival(events: readonly TriggerEvent[]): TriggerEvent[][] {
  const groups: TriggerEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.receivedAt === event.receivedAt) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

const pass = (clock: VirtualClock, ms: number): Promise<void> =>
  ms <= 0 ? Promise.resolve() : new Promise((resolve) => void clock.after(ms, resolve));

/** Until all is decided and all runs have ended. */
async function settle(clock: VirtualClock, store: SqliteTriggerStore): Promise<void> {
  const limit = { over: false };
  const release = clock.after(LONGEST, () => {
    limit.over = true;
  });
  const isOpen = () =>
    store.counts({}).received > 0 || store.remediations({ phase: ['starting', 'running'] }).length > 0;
  while (!limit.over && isOpen()) await new Promise((resolve) => setImmediate(resolve));
  release();
}

import type { Decision, FinalState, Remediation, TriggerEvent, TriggerStore } from '@opsbook/triggers';
import type { DecisionMetrics } from './decision-metrics.ts';

/** Told of each final state once it is durable. */
export type OnDecided = (event: TriggerEvent, state: FinalState, at: string) => void;

/** The store, counting what is written to it once it is durable. */
export function meteredStore(store: TriggerStore, metrics: DecisionMetrics, onDecided?: OnDecided): TriggerStore {
  const timed = async <T>(write: string, perform: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    try {
      return await perform();
    } catch (error) {
      metrics.failures.inc({ code: codeOf(error) });
      throw error;
    } finally {
      metrics.commit.observe({ write }, (performance.now() - from) / 1000);
    }
  };
  return {
    append: (...given) => timed('append', () => store.append(...given)),
    decide: async (decisions, at) => {
      const ending = decisions.flatMap(({ remediation }) => remediation ?? []).filter((one) => isEnding(one, store));
      await timed('decide', () => store.decide(decisions, at));
      for (const decision of decisions) countDecision(decision, at, store, metrics, onDecided);
      for (const remediation of ending) countEnd(remediation, metrics);
    },
    saveRemediation: async (remediation) => {
      const ending = isEnding(remediation, store);
      await timed('remediation', () => store.saveRemediation(remediation));
      if (ending) countEnd(remediation, metrics);
    },
    remember: (...given) => timed('remember', () => store.remember(...given)),
    get: (id) => store.get(id),
    list: (filter) => store.list(filter),
    counts: (filter) => store.counts(filter),
    undecided: (filter) => store.undecided(filter),
    emitting: (filter) => store.emitting(filter),
    waiting: () => store.waiting(),
    countWaiting: () => store.countWaiting(),
    remediations: (filter) => store.remediations(filter),
    saveRuleSet: (hash, rules) => store.saveRuleSet(hash, rules),
    ruleSet: (hash) => store.ruleSet(hash),
    memory: (owner) => store.memory(owner),
    prune: (before) => store.prune(before),
    countPrunable: (before) => store.countPrunable(before),
    watch: (fn) => store.watch(fn),
    close: () => store.close(),
  };
}

function countDecision(
  { id, state }: Decision,
  at: string,
  store: TriggerStore,
  metrics: DecisionMetrics,
  onDecided: OnDecided | undefined,
): void {
  if (state.state === 'received') return;
  const rule = 'rule' in state ? state.rule : '';
  const by = state.state === 'suppressed' ? state.by : '';
  metrics.decided.inc({ state: state.state, rule, by });
  const event = store.get(id)?.event;
  if (event === undefined) return;
  metrics.latency.observe(Math.max(0, Date.parse(at) - Date.parse(event.receivedAt)) / 1000);
  onDecided?.(event, state, at);
}

/** It is saved several times, and ends once. */
const isEnding = ({ run, phase }: Remediation, store: TriggerStore): boolean =>
  phase === 'ended' && store.remediations({ run })[0]?.phase !== 'ended';

const countEnd = ({ rule, outcome }: Remediation, { remediations }: DecisionMetrics): void =>
  remediations.inc({ rule, outcome: outcome ?? 'not-started' });

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'UNKNOWN';
};

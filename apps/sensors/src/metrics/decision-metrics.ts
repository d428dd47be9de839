import { Counter, Histogram, type Registry } from 'prom-client';

/** What becomes of events. */
export function decisionMetrics(registry: Registry) {
  const registers = [registry];
  return {
    commit: new Histogram({
      name: 'opsbook_ledger_commit_seconds',
      help: 'From asking for a write to the ledger of events until it is durable',
      labelNames: ['write'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    failures: new Counter({
      name: 'opsbook_ledger_failures_total',
      help: 'Writes to the ledger of events of which nothing was kept, by the code of the error',
      labelNames: ['code'],
      registers,
    }),
    decided: new Counter({
      name: 'opsbook_events_decided_total',
      help: 'Events by their final state, the rule that decided, and what stood against it',
      labelNames: ['state', 'rule', 'by'],
      registers,
    }),
    latency: new Histogram({
      name: 'opsbook_decision_seconds',
      help: 'From the arrival of an event to its final state; for one that a rule lets wait, with its wait',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 900, 3600, 21_600, 86_400],
      registers,
    }),
    remediations: new Counter({
      name: 'opsbook_remediations_total',
      help: 'Runs that rules started, by what came of them',
      labelNames: ['rule', 'outcome'],
      registers,
    }),
  };
}

export type DecisionMetrics = ReturnType<typeof decisionMetrics>;

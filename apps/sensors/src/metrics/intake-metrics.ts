import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What arrives. */
export function intakeMetrics(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      name: 'opsbook_intake_requests_total',
      help: 'Requests of sources of events by their answer',
      labelNames: ['type', 'source', 'code'],
      registers,
    }),
    events: new Counter({
      name: 'opsbook_intake_events_total',
      help: 'Events by whether they were new, known already, or rejected',
      labelNames: ['type', 'source', 'result'],
      registers,
    }),
    unauthorized: new Counter({
      name: 'opsbook_intake_unauthorized_total',
      help: 'Requests that did not prove to come from their source',
      labelNames: ['type'],
      registers,
    }),
    overload: new Counter({
      name: 'opsbook_intake_overload_total',
      help: 'Requests answered with 503 since too many were under way, or the ledger could not take them',
      labelNames: ['reason'],
      registers,
    }),
    duration: new Histogram({
      name: 'opsbook_intake_duration_seconds',
      help: 'From the head of a request to its answer',
      labelNames: ['type'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    truncated: new Counter({
      name: 'opsbook_intake_truncated_alerts_total',
      help: 'Alerts that notifications left out (max_alerts)',
      labelNames: ['source'],
      registers,
    }),
    truncatedOpen: new Gauge({
      name: 'opsbook_intake_truncated_groups',
      help: 'Groups whose left-out alerts are still to be fetched from Alertmanager',
      registers,
    }),
  };
}

export type IntakeMetrics = ReturnType<typeof intakeMetrics>;

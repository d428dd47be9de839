import { type RunRecord, type WorkOptions, errorValue } from '@opsbook/runbook';
import type { Logger } from 'pino';
import type { RunMetrics } from '../metrics/run-metrics.ts';

// It is somebody else's, or comes back.
const PASSING = new Set(['RUN_OWNED', 'RUN_ENDED', 'RUN_ADOPTED', 'CANCELLED']);

/** Tells the log and the metrics of the runs that this daemon executes. */
export function runLog(log: Logger, metrics: RunMetrics): Required<Omit<WorkOptions, 'concurrency'>> {
  const facts = ({ id, runbook, requestedBy }: RunRecord) => ({ run: id, runbook, event: requestedBy['event'] });
  return {
    onTaken: (run) => log.info({ ...facts(run), epoch: run.epoch }, run.epoch === 0 ? 'run taken' : 'run taken over'),
    onEnded: (run) => {
      const { status, runbook, changed, error } = run;
      metrics.ended.inc({ runbook, status });
      log.info({ ...facts(run), status, changed, ...(error && { code: error.code, why: error.message }) }, 'run ended');
    },
    onLeft: (run, thrown) => {
      const { code, message } = errorValue(thrown);
      const isPassing = PASSING.has(code);
      if (!isPassing) metrics.left.inc({ runbook: run.runbook, code });
      log[isPassing ? 'info' : 'warn']({ ...facts(run), code, why: message }, 'run left');
    },
  };
}

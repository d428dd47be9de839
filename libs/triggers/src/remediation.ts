/**
 * A run that a rule started, until it is known whether it helped.
 * - `starting`: recorded before the run is;
 * - `running`: the run was started;
 * - `verifying`: the run is done; its post-condition, or the alert's end, is awaited;
 * - `ended`: with `outcome`.
 */
export interface Remediation {
  run: string;
  rule: string;
  runbook: string;
  /** The event that it was started for: the first of a group. */
  event: string;
  /** Type, source and subject of that event, as `alert/prod/1a2b...`: what has to be resolved. */
  subject: string;
  /** What the rule calls its target; '' when it names none. */
  target: string;
  /** UTC ISO 8601. */
  startedAt: string;
  phase: 'starting' | 'running' | 'verifying' | 'ended';
  /** UTC ISO 8601: until then the alert has to be resolved. */
  deadline?: string;
  resolvedAt?: string;
  /** What Alertmanager said at the deadline: it tells nobody of the end of what is silenced. */
  asked?: Asked;
  endedAt?: string;
  /**
   * `helped`: the run is done, and what the rule calls success came true; a rule may call the run's end success. `refused`:
   * another run held its target when it began, and it did nothing. Left out of one that has ended: the run was never started.
   */
  outcome?: 'helped' | 'failed' | 'not-resolved' | 'not-verified' | 'cancelled' | 'refused';
  why?: string;
  /** The run that told people. */
  escalation?: string;
}

/** That Alertmanager was asked whether an alert still fires. */
export interface Asked {
  /** UTC ISO 8601. */
  at: string;
  /** `over`: it fires no more; `unknown`: Alertmanager could not be asked. */
  found: 'over' | 'fires' | 'unknown';
  /** In words. */
  why: string;
}

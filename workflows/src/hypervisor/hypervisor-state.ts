import { isSetByPerson, phaseOf } from '../compute-service/reasons.ts';

export const STATES = [
  'RUNNING',
  'EMPTY',
  'PENDING_MAINTENANCE',
  'DRAINING',
  'DRAINED',
  'REBOOTED',
  'DISABLED',
  'DOWN',
  'UNKNOWN',
] as const;

export type HypervisorState = (typeof STATES)[number];

/** What the state of a hypervisor is told from. */
export interface Sight {
  state: 'up' | 'down';
  status: 'enabled' | 'disabled';
  disabledReason: string | null;
  /** Days since its boot; null where nobody can tell. */
  uptimeDays: number | null;
  servers: number;
}

/**
 * Where a hypervisor stands on its way through a maintenance, from nothing but what is so now. A host that a person disabled
 * is theirs, whatever else it is. One that a run has disabled is told apart by its servers, by the note that a maintenance
 * leaves in the reason, and without one by its uptime.
 */
export function hypervisorState(sight: Sight, uptimeLimitDays: number): HypervisorState {
  const { state, status, disabledReason, uptimeDays, servers } = sight;
  if (state === 'down') return 'DOWN';
  if (status === 'disabled' && isSetByPerson(disabledReason)) return 'DISABLED';
  if (status === 'disabled' && servers > 0) return 'DRAINING';
  if (uptimeDays === null) return 'UNKNOWN';
  const young = uptimeDays < uptimeLimitDays;
  if (status === 'enabled') return young ? (servers > 0 ? 'RUNNING' : 'EMPTY') : 'PENDING_MAINTENANCE';
  const phase = phaseOf(disabledReason)?.phase ?? (young ? 'rebooted' : 'patched');
  return phase === 'patched' ? 'DRAINED' : 'REBOOTED';
}

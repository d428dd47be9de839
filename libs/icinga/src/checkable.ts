import { utcOrNull } from './utc.ts';

/** What hosts and services have in common, as the API gives it. */
export interface WireCheckable {
  name: string;
  display_name: string;
  state: number;
  state_type: number;
  last_check: number;
  last_check_result: { output: string } | null;
  last_state_change: number;
  acknowledgement: number;
  downtime_depth: number;
  handled: boolean;
  groups: readonly string[];
  vars: Readonly<Record<string, unknown>> | null;
}

/** What hosts and services have in common. */
export interface Checkable {
  displayName: string;
  /** A soft state may still be a passing one: it was not checked as often as is configured. */
  stateType: 'soft' | 'hard';
  /** The plugin's output; null before the first check. */
  output: string | null;
  /** UTC ISO 8601; null before the first check. */
  lastCheckAt: string | null;
  /** UTC ISO 8601; null before the first change. */
  lastStateChangeAt: string | null;
  acknowledged: boolean;
  /** Whether at least one downtime is in effect. */
  inDowntime: boolean;
  /** A problem that is acknowledged or in downtime. */
  handled: boolean;
  groups: string[];
  /** Custom variables. */
  vars: Record<string, unknown>;
}

export const toCheckable = (wire: WireCheckable): Checkable => ({
  displayName: wire.display_name,
  stateType: wire.state_type === 1 ? 'hard' : 'soft',
  output: wire.last_check_result?.output ?? null,
  lastCheckAt: utcOrNull(wire.last_check),
  lastStateChangeAt: utcOrNull(wire.last_state_change),
  acknowledged: wire.acknowledgement > 0,
  inDowntime: wire.downtime_depth > 0,
  handled: wire.handled,
  groups: [...wire.groups],
  vars: { ...wire.vars },
});

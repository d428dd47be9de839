import type { Lane } from './lane.ts';
import type { PlanNode } from './plan-node.ts';

/** One lane's own part of the run's state. */
export interface Strand {
  lane: Lane;
  /** Whether a cancel or a freeze waits until this strand has ended. */
  shielded: boolean;
  /** Whether a step of this strand, or of one below, has changed something. */
  changed: boolean;
  names: Set<string>;
  counters: Map<string, number>;
  /** What planning found in it. */
  nodes: PlanNode[];
}

/** A new lane's state. */
export const strandOf = (lane: Lane, shielded = false): Strand => ({
  lane,
  shielded,
  changed: false,
  names: new Set(),
  counters: new Map(),
  nodes: [],
});

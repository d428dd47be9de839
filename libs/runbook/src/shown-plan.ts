import type { Json } from './json.ts';
import type { PlanNode, PlanStatus } from './plan-node.ts';
import type { ApprovedPlan } from './run-record.ts';

/** One line of a plan, as whoever approves it reads it. */
export interface PlannedChange {
  [key: string]: Json | undefined;
  path: string;
  /** The step's name, after the names of what it belongs to: `move / server-04 / moved`. */
  name: string;
  status: PlanStatus;
  why?: string;
}

/** What binds a run, and what people read of it. */
export interface ShownPlan extends ApprovedPlan {
  /** What would be changed, left out or fail, and what is unknown; not what was only looked at. */
  changes?: PlannedChange[];
}

const SHOWN: ReadonlySet<PlanStatus> = new Set(['would-change', 'would-do', 'unknown', 'skipped', 'would-fail']);

/** The lines of a plan that somebody has to read before approving it. */
export const shownLines = (nodes: readonly PlanNode[], above: readonly string[] = []): PlannedChange[] =>
  nodes.flatMap(({ path, name, status, why, children }) => {
    const names = [...above, name];
    const own = { path, name: names.join(' / '), status, ...(why !== undefined && { why }) };
    return [...(SHOWN.has(status) ? [own] : []), ...shownLines(children, names)];
  });

/**
 * What an approval of a plan would allow, for people: the lines that came with it, and one for each path of which they do
 * not say that it may be changed.
 */
export function approvedLines({ paths, unknown, changes = [] }: ShownPlan): PlannedChange[] {
  const toldAs = (...statuses: PlanStatus[]) =>
    new Set(changes.filter(({ status }) => statuses.includes(status)).map(({ path }) => path));
  const untold = (among: readonly string[], told: ReadonlySet<string>, status: PlanStatus) =>
    among
      .filter((path) => !told.has(path))
      .map((path) => ({ path, name: path === '' ? 'what comes after' : path, status }));
  return [
    ...changes,
    ...untold(paths, toldAs('would-change', 'would-do'), 'would-change'),
    ...untold(unknown, toldAs('unknown'), 'unknown'),
  ];
}

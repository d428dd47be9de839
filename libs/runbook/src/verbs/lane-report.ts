import { errorValue } from '../errors.ts';
import { toJson } from '../to-json.ts';
import { isSkipped } from '../outcomes.ts';
import type { PlanNode } from '../plan-node.ts';
import type { ItemReport } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import { type Strand, strandOf } from '../strand.ts';

/** Why the gate did not open; undefined when it did. Its steps are planned among `nodes`. */
export async function gateRefuses(
  run: RunState,
  strand: Strand,
  path: string,
  nodes: PlanNode[],
  gate: (strand: Strand) => Promise<void>,
): Promise<string | undefined> {
  const node: PlanNode = { path, name: 'before the batch', verb: 'each', status: 'group', children: [] };
  nodes.push(node);
  try {
    await onLane(run, strand, path, (own) => {
      node.children = own.nodes;
      return gate(own);
    });
    return undefined;
  } catch (thrown) {
    const error = errorValue(thrown);
    // Whether it opens cannot be known, and so nothing of what comes after it.
    if (error.code === 'UNKNOWN_IN_PLAN') throw thrown;
    return `the gate before the batch did not open: ${error.message}`;
  }
}

/** Does an item's work on a lane of its own; whatever it throws is its report. */
export async function laneReport<R>(
  run: RunState,
  strand: Strand,
  key: string,
  path: string,
  body: (strand: Strand) => Promise<R>,
): Promise<{ report: ItemReport<R>; nodes: PlanNode[] }> {
  let own: Strand | undefined;
  const ended = (report: Omit<ItemReport<R>, 'key'>) => ({ report: { key, ...report }, nodes: own?.nodes ?? [] });
  try {
    const value = await onLane(run, strand, path, async (inner) => {
      own = inner;
      const found = await body(inner);
      // What the plan assumes may be unknown, and is none the less assumed.
      return run.planning ? found : (toJson(found, path) as R | undefined);
    });
    return ended({ status: own?.changed ? 'changed' : 'unchanged', ...(value !== undefined && { value }) });
  } catch (thrown) {
    const error = errorValue(thrown);
    const skipped = isSkipped(thrown) || error.code === 'CANCELLED' || error.code === 'LEASE_HELD';
    const rest = own?.changed ? ', after it had changed something' : '';
    if (skipped) return ended({ status: 'skipped', why: `${error.message}${rest}` });
    return ended({ status: 'failed', why: error.message, error });
  }
}

/** Runs `body` on a lane of its own; what it changed counts for the strand that waits for it. */
async function onLane<T>(run: RunState, strand: Strand, path: string, body: (own: Strand) => Promise<T>): Promise<T> {
  let own: Strand | undefined;
  try {
    return await run.lanes.lane(path, strand.lane, (lane) => {
      own = strandOf(lane, strand.shielded);
      return body(own);
    });
  } finally {
    if (own?.changed) strand.changed = true;
  }
}

/** The item in the plan. */
export function itemNode(path: string, name: string, report: ItemReport<unknown>, children: PlanNode[]): PlanNode {
  const unknown = report.error?.code === 'UNKNOWN_IN_PLAN';
  const status = unknown
    ? 'unknown'
    : report.status === 'failed'
      ? 'would-fail'
      : report.status === 'skipped'
        ? 'skipped'
        : 'group';
  return { path, name, verb: 'each', status, ...(report.why !== undefined && { why: report.why }), children };
}

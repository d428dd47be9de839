import { approvalQuestion } from '../approvals.ts';
import type { RunEvent } from '../events.ts';
import type { RunOwner, RunRecord } from '../run-record.ts';
import { type ShownPlan, approvedLines } from '../shown-plan.ts';
import type { RunStore } from './run-store.ts';

/**
 * Records a run that waits for its approval, and what its approvers have to read. A process that dies between the two
 * leaves a run that can be approved as well, of whose plan the paths are shown.
 */
export async function insertAsking(
  store: RunStore,
  run: RunRecord,
  owner: RunOwner,
  shown: ShownPlan | undefined,
): Promise<void> {
  const asked = approvalQuestion(run);
  if (asked === undefined) throw new TypeError(`run ${run.id} asks nothing`);
  const { path, question, purpose, approvers, count, until } = asked;
  // A queue must not take it before the question stands there.
  await store.insertRun({ ...run, owner, heartbeatAt: run.createdAt });
  const event: RunEvent & { at: string } = {
    key: `${path}!asked`,
    path,
    at: run.createdAt,
    type: 'asked',
    question,
    purpose,
    count,
    ...(approvers !== undefined && { approvers }),
    until,
    ...(shown !== undefined && { plan: { hash: shown.hash, changes: approvedLines(shown) } }),
  };
  await store.append(run.id, run.epoch, { deadlines: [], entries: [], events: [event], audit: [] });
  if (run.owner === undefined) await store.release(run.id, run.epoch);
}

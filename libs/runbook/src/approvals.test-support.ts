import type { ApprovalRule } from './approvals.ts';
import { memoryEngine } from './embedded/memory-engine.ts';
import type { RunStore } from './embedded/run-store.ts';
import type { AnswerRequest, Engine, StartRequest } from './engine.ts';
import { approvedPlan } from './plan.ts';
import { planOnce } from './testing/run-once.ts';
import type { ToyCloud } from './testing/toy-cloud.ts';
import { ann, switchOn } from './testing/toy-runbooks.ts';

/** Anybody but the requester. */
export const others: ApprovalRule = { name: 'others', match: {} };

/** A process in whose configuration these rules stand. */
export const processOf = (cloud: ToyCloud, store: RunStore, approvals: readonly ApprovalRule[] = [others]) =>
  memoryEngine({ runbooks: [switchOn], version: 'test', connect: cloud.connect, clock: cloud.clock, store, approvals });

/** The plan of turning a switch on. */
export const planOf = async ({ connect, clock }: ToyCloud, name = 'a') =>
  approvedPlan(await planOnce({ runbook: switchOn, input: { name }, connect, clock }));

/** Ann asks for switch a to be turned on. */
export async function askFor(engine: Engine, cloud: ToyCloud, more: Partial<StartRequest> = {}): Promise<string> {
  const plan = await planOf(cloud);
  const { id } = await engine.start({ runbook: 'switch.on', input: { name: 'a' }, requestedBy: ann, plan, ...more });
  return id;
}

export const says = (engine: Engine, id: string, user: string, more: Partial<AnswerRequest> = {}) =>
  engine.answer(id, { path: '#approval', decision: 'approved', by: { user, surface: 'test' }, ...more });

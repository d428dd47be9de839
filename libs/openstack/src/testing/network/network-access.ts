import type { SimulatedNetwork } from './network-records.ts';
import type { Caller } from '../identity/tokens.ts';
import type { World } from '../world.ts';

type Action = 'access_as_shared' | 'access_as_external';

/** Whether a policy gives the network to the project; without a project: to anybody. */
function given({ state }: World, network: SimulatedNetwork, action: Action, projectId?: string): boolean {
  return state.rbacPolicies.some(
    (policy) =>
      policy.objectId === network.id &&
      policy.action === action &&
      (projectId === undefined || policy.target === '*' || policy.target === projectId),
  );
}

/** Whether it is shared with the caller's project. */
export const isShared = (world: World, network: SimulatedNetwork, { projectId }: Caller): boolean =>
  given(world, network, 'access_as_shared', projectId);

export const isExternal = (world: World, network: SimulatedNetwork): boolean =>
  given(world, network, 'access_as_external');

/** Whether the caller may use it for ports: its own, or shared with it. */
export const mayUse = (world: World, network: SimulatedNetwork, caller: Caller): boolean =>
  caller.admin || network.projectId === caller.projectId || isShared(world, network, caller);

export const maySee = (world: World, network: SimulatedNetwork, caller: Caller): boolean =>
  mayUse(world, network, caller) || given(world, network, 'access_as_external', caller.projectId);

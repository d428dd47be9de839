import type { Given } from '../given.ts';
import type { SimulatedNetwork } from './network-records.ts';
import { neutronError } from './neutron-errors.ts';
import type { World } from '../world.ts';

/** `shared` and `router:external` are policies for everybody. */
export function share(world: World, network: SimulatedNetwork, given: Given, projectId: string): void {
  for (const [name, action] of [
    ['shared', 'access_as_shared'],
    ['router:external', 'access_as_external'],
  ] as const) {
    const wanted = given[name];
    const rules = world.state.rbacPolicies;
    const stands = rules.find((one) => one.objectId === network.id && one.action === action && one.target === '*');
    if (wanted === true && stands === undefined) {
      rules.push({
        id: world.ids.uuid('rbac'),
        projectId,
        objectType: 'network',
        objectId: network.id,
        action,
        target: '*',
      });
    }
    if (wanted === false && stands !== undefined) {
      if (action === 'access_as_shared') refuseWhileUsed(world, network);
      world.state.rbacPolicies = rules.filter((one) => one !== stands);
    }
  }
}

function refuseWhileUsed({ state }: World, network: SimulatedNetwork): void {
  const used = [...state.ports, ...state.subnets].some(
    (one) => one.networkId === network.id && one.projectId !== network.projectId && one.projectId !== '',
  );
  if (!used) return;
  const message = `Unable to reconfigure sharing settings for network ${network.name}. Multiple tenants are using it.`;
  throw neutronError(409, 'InvalidSharedSetting', message);
}

import { type Given, textOf } from '../given.ts';
import type { SimulatedRbacPolicy } from './network-records.ts';
import type { NeutronCall } from './neutron-api.ts';
import { disallowed, invalidInput, neutronError } from './neutron-errors.ts';
import { type NeutronResource, isOwn } from './neutron-resource.ts';

const TYPES = ['address_group', 'address_scope', 'network', 'qos_policy', 'security_group', 'subnetpool'];
const ACTIONS = ['access_as_shared', 'access_as_external'];

/** `/rbac-policies`, of networks */
export const RBAC_POLICIES: NeutronResource<SimulatedRbacPolicy> = {
  item: 'rbac_policy',
  collection: 'rbac_policies',
  records: (state) => state.rbacPolicies,
  attributes: {
    id: {},
    project_id: { post: true },
    tenant_id: { post: true },
    object_type: { post: true, required: true },
    object_id: { post: true, required: true },
    action: { post: true, required: true },
    target_tenant: { post: true, put: true, required: true },
  },
  notFound: (id) => neutronError(404, 'RbacPolicyNotFound', `RBAC policy of type unknown with ID ${id} not found`),
  paged: false,
  visible: isOwn,
  view: (_call, policy) => ({
    id: policy.id,
    project_id: policy.projectId,
    tenant_id: policy.projectId,
    object_type: policy.objectType,
    object_id: policy.objectId,
    action: policy.action,
    target_tenant: policy.target,
  }),
  create,
  update: (call, policy, given) => {
    const target = textOf(given, 'target_tenant') ?? '';
    if (target === '*' && !call.caller.admin) {
      throw disallowed('(rule:update_rbac_policy and rule:update_rbac_policy:target_tenant)');
    }
    if (target !== policy.target) refuseWhileUsed(call, policy);
    policy.target = target;
  },
  remove: (call, policy) => {
    refuseWhileUsed(call, policy);
    const { state } = call.world;
    state.rbacPolicies = state.rbacPolicies.filter((one) => one !== policy);
  },
};

function create(call: NeutronCall, given: Given, projectId: string): SimulatedRbacPolicy {
  const { state, ids } = call.world;
  const [objectType, objectId, action, target] = ['object_type', 'object_id', 'action', 'target_tenant'].map((name) =>
    String(given[name]),
  ) as [string, string, SimulatedRbacPolicy['action'], string];
  if (!TYPES.includes(objectType)) throw invalidInput(`'${objectType}' is not a valid RBAC object type`);
  if (!ACTIONS.includes(action)) {
    const message = `Invalid action '${action}' for object type '${objectType}'. Valid actions: ('access_as_shared', 'access_as_external')`;
    throw neutronError(400, 'InvalidActionForType', message);
  }
  if (target === '*' && !call.caller.admin) {
    const rule = 'rule:create_rbac_policy';
    throw disallowed(
      `((((${rule} and ${rule}:object_type) and ${rule}:object_id) and ${rule}:target_tenant) and ${rule}:action)`,
    );
  }
  const network = state.networks.find(({ id }) => id === objectId);
  if (objectType === 'network' && (network === undefined || !isOwn(call, network))) {
    throw invalidInput(`Callback failed with "Network ${objectId} could not be found."`);
  }
  const same = state.rbacPolicies.some(
    (one) => one.objectId === objectId && one.action === action && one.target === target,
  );
  if (same) throw neutronError(409, 'DuplicateRbacPolicy', 'An RBAC policy already exists with those values.');
  const policy = { id: ids.uuid('rbac'), projectId, objectType, objectId, action, target };
  state.rbacPolicies.push(policy);
  return policy;
}

/** Seen: whoever has ports in a network that is shared with it keeps the policy from going. */
function refuseWhileUsed({ world }: NeutronCall, policy: SimulatedRbacPolicy): void {
  const { state } = world;
  if (policy.action !== 'access_as_shared') return;
  const users = state.ports.filter((port) => port.networkId === policy.objectId).map((port) => port.projectId);
  const owner = state.networks.find(({ id }) => id === policy.objectId)?.projectId;
  const used = users.some((user) => user !== '' && user !== owner && (policy.target === '*' || policy.target === user));
  if (!used) return;
  const message = `RBAC policy on object ${policy.objectId} cannot be removed because other objects depend on it.\nDetails: Unable to reconfigure sharing settings for network ${policy.objectId}. Multiple tenants are using it.`;
  throw neutronError(409, 'RbacPolicyInUse', message);
}

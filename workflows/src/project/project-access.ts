import type { OpenStackClient } from '@opsbook/openstack';
import * as z from 'zod';

/** What others let a project do; it ends with the project, but is no loss. */
export const ProjectAccess = z.object({
  /** Users and groups with a role there, by name. */
  members: z.array(z.string()),
  /** Private flavors that it may use. */
  flavors: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Networks of others that are shared with it alone, by the policy that says so. */
  networks: z.array(z.object({ policyId: z.string(), networkId: z.string() })),
});

export type ProjectAccess = z.output<typeof ProjectAccess>;

export async function projectAccess(
  { identity, compute, network }: OpenStackClient,
  projectId: string,
): Promise<ProjectAccess> {
  const [assignments, privates, policies] = await Promise.all([
    identity.roleAssignments.list({ projectId, names: true }),
    compute.flavors.list({ isPublic: false }),
    network.rbacPolicies.list({ targetProjectId: projectId, objectType: 'network' }),
  ]);
  const flavors: ProjectAccess['flavors'] = [];
  for (const { id, name } of privates) {
    if ((await compute.flavorAccess.list(id)).includes(projectId)) flavors.push({ id, name });
  }
  const members = assignments.map(
    ({ userName, groupName, roleName }) => `${userName ?? `group ${groupName ?? '?'}`} (${roleName ?? '?'})`,
  );
  return {
    members: members.toSorted(),
    flavors,
    networks: policies.map(({ id, objectId }) => ({ policyId: id, networkId: objectId })),
  };
}

import { type OpenStackClient, isOpenStackError } from '@opsbook/openstack';
import { QUOTA_SERVICES, serviceQuota } from '../quota/quota-services.ts';

/** Takes away what every project has of itself, and which its deletion would leave: its group `default` and its limits. */
export async function clearProject(client: OpenStackClient, projectId: string): Promise<void> {
  const { securityGroups } = client.network;
  for (const { id } of await securityGroups.list({ projectId, name: 'default' })) await securityGroups.delete(id);
  for (const service of QUOTA_SERVICES) {
    await serviceQuota(client, service).reset(projectId).catch(unlessUnset);
  }
}

const unlessUnset = (error: unknown): void => {
  const nothing = new Set(['OPENSTACK_NOT_FOUND', 'OPENSTACK_NO_ENDPOINT']);
  if (!isOpenStackError(error) || !nothing.has(error.code)) throw error;
};

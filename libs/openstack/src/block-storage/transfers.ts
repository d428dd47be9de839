import { Secret } from '@opsbook/context';
import { Resources } from '../core/resources.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { PROJECTS_FILTER, type ProjectsFilter } from './cinder.ts';

/** A volume that is offered to another project. */
export interface VolumeTransfer {
  id: string;
  name: string;
  volumeId: string;
  /** Since 3.57. */
  sourceProjectId: string | null;
  accepted: boolean;
}

/** The one time that its key is told. */
export interface OfferedTransfer extends VolumeTransfer {
  authKey: Secret;
}

/** `/volume-transfers`, since 3.55 */
export class VolumeTransfers extends Resources<CinderTransfer, VolumeTransfer, ProjectsFilter> {
  constructor(cinder: ServiceClient) {
    const names = { item: 'transfer', collection: 'transfers', what: 'volume transfer', path: '/volume-transfers' };
    const listPath = '/volume-transfers/detail';
    super(cinder, { ...names, listPath, filters: PROJECTS_FILTER, read: transfer, since: '3.55' });
  }

  /** The volume is `awaiting-transfer` until it is accepted, or this deleted. @throws OPENSTACK_CONFLICT unless it is available */
  async create({ volumeId, name = '' }: { volumeId: string; name?: string }): Promise<OfferedTransfer> {
    const offered = await this.post({ volume_id: volumeId, name }, `offer volume ${volumeId} to another project`);
    return offered as OfferedTransfer;
  }

  /** Takes the volume into the token's project. @throws OPENSTACK_BAD_REQUEST for a wrong key; OPENSTACK_QUOTA */
  async accept(id: string, authKey: Secret): Promise<void> {
    await this.client.request({
      method: 'POST',
      path: `${this.pathOf(id)}/accept`,
      body: { accept: { auth_key: authKey } },
      key: 'transfer',
      label: `accept volume transfer ${id}`,
      since: '3.55',
    });
  }
}

interface CinderTransfer {
  id: string;
  name: string | null;
  volume_id: string;
  auth_key?: string;
  source_project_id?: string | null;
  accepted?: boolean;
}

const transfer = (raw: CinderTransfer): VolumeTransfer | OfferedTransfer => ({
  id: raw.id,
  name: raw.name ?? '',
  volumeId: raw.volume_id,
  sourceProjectId: raw.source_project_id ?? null,
  accepted: raw.accepted ?? false,
  ...(raw.auth_key !== undefined && { authKey: new Secret(raw.auth_key) }),
});

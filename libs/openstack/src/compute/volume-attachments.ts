import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { Accepted } from './nova.ts';

/** A volume of a server, as nova has it: also one that is only being attached or detached. */
export interface VolumeAttachment {
  volumeId: string;
  serverId: string;
  /** What the hypervisor was asked for: `/dev/vdb`. */
  device: string | null;
  tag: string | null;
  /** The volume goes with the server. null before 2.79. */
  deleteOnTermination: boolean | null;
  /** Cinder's. null before 2.89. */
  attachmentId: string | null;
}

export interface NewVolumeAttachment {
  volumeId: string;
  /** `/dev/vdb`; default the next free one. Most drivers only keep its last letter. */
  device?: string;
  /** For the guest's metadata; since 2.49. */
  tag?: string;
  /** Since 2.79. */
  deleteOnTermination?: boolean;
}

/**
 * `/servers/{id}/os-volume_attachments`. Attaching and detaching resolve when nova has accepted; what became of it is told by
 * the volume: `blockStorage.volumes.untilInUse` and `untilDetached`.
 */
export class VolumeAttachments {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  list(serverId: string): Listing<VolumeAttachment> {
    return listing(
      this.#nova,
      () => ({ method: 'GET', path: pathOf(serverId), label: `list the volumes of server ${serverId}` }),
      { key: 'volumeAttachments', idOf: (raw: NovaAttachment) => raw.volumeId, map: attachment },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND when the server does not have that volume */
  async get(serverId: string, volumeId: string): Promise<VolumeAttachment> {
    const { body } = await this.#nova.request<{ volumeAttachment: NovaAttachment }>({
      method: 'GET',
      path: pathOf(serverId, volumeId),
      key: 'volumeAttachment',
      label: `get volume ${volumeId} of server ${serverId}`,
    });
    return attachment(body.volumeAttachment);
  }

  /**
   * @throws OPENSTACK_CONFLICT when the volume is attached already (and was not made for several servers), is not available, or
   * the server's state does not allow it
   */
  async attach(serverId: string, wanted: NewVolumeAttachment): Promise<Accepted & VolumeAttachment> {
    const { volumeId, device, tag, deleteOnTermination } = wanted;
    const since = deleteOnTermination !== undefined ? '2.79' : tag !== undefined ? '2.49' : undefined;
    const { requestId, body } = await this.#nova.request<{ volumeAttachment: NovaAttachment }>({
      method: 'POST',
      path: pathOf(serverId),
      body: { volumeAttachment: { volumeId, device, tag, delete_on_termination: deleteOnTermination } },
      key: 'volumeAttachment',
      label: `attach volume ${volumeId} to server ${serverId}`,
      ...(since !== undefined && { since }),
    });
    return { ...attachment(body.volumeAttachment), requestId };
  }

  /** @throws OPENSTACK_NOT_FOUND when the server does not have it; OPENSTACK_CONFLICT when the server's state does not allow it */
  async detach(serverId: string, volumeId: string): Promise<Accepted> {
    const { requestId } = await this.#nova.request({
      method: 'DELETE',
      path: pathOf(serverId, volumeId),
      label: `detach volume ${volumeId} from server ${serverId}`,
    });
    return { requestId };
  }

  /** Whether the volume goes with the server. */
  async update(serverId: string, volumeId: string, changes: { deleteOnTermination: boolean }): Promise<void> {
    await this.#nova.request({
      method: 'PUT',
      path: pathOf(serverId, volumeId),
      body: { volumeAttachment: { volumeId, delete_on_termination: changes.deleteOnTermination } },
      label: `${changes.deleteOnTermination ? 'delete' : 'keep'} volume ${volumeId} when server ${serverId} is deleted`,
      since: '2.85',
    });
  }
}

function pathOf(serverId: string, volumeId?: string): string {
  const all = `/servers/${segment(serverId)}/os-volume_attachments`;
  return volumeId === undefined ? all : `${all}/${segment(volumeId)}`;
}

interface NovaAttachment {
  volumeId: string;
  serverId: string;
  device?: string | null;
  tag?: string | null;
  delete_on_termination?: boolean;
  attachment_id?: string | null;
}

const attachment = (raw: NovaAttachment): VolumeAttachment => ({
  volumeId: raw.volumeId,
  serverId: raw.serverId,
  device: raw.device ?? null,
  tag: raw.tag ?? null,
  deleteOnTermination: raw.delete_on_termination ?? null,
  attachmentId: raw.attachment_id ?? null,
});

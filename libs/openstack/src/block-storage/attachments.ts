import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { type Names, renameQuery } from '../core/rename.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utcOrNull } from '../core/utc.ts';
import { PROJECTS_FILTER, type ProjectsFilter } from './cinder.ts';

/** What cinder knows of a volume's being attached, or about to be: nova makes and ends it. */
export interface BlockStorageAttachment {
  id: string;
  /** `reserved`, `attaching`, `attached`, `detaching`, `detached`, `error_attaching`, ... */
  status: string;
  volumeId: string;
  serverId: string | null;
  mode: 'rw' | 'ro' | null;
  attachedAt: string | null;
  detachedAt: string | null;
}

export interface BlockStorageAttachmentFilter extends ProjectsFilter {
  volumeId?: string;
  serverId?: string;
}

const FILTERS: Names<BlockStorageAttachmentFilter> = {
  ...PROJECTS_FILTER,
  volumeId: 'volume_id',
  serverId: 'instance_id',
};

const SINCE = '3.27';

/** `/attachments`; only looked at here, since an attachment that nova uses is to be ended by nova. */
export class BlockStorageAttachments {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  list(filter: BlockStorageAttachmentFilter = {}): Listing<BlockStorageAttachment> {
    return listing(
      this.#cinder,
      () => ({
        method: 'GET',
        path: '/attachments/detail',
        query: renameQuery(FILTERS, filter),
        label: 'list attachments',
        since: SINCE,
      }),
      { key: 'attachments', idOf: (raw: CinderAttachment) => raw.id, map: attachment },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<BlockStorageAttachment> {
    const { body } = await this.#cinder.request<{ attachment: CinderAttachment }>({
      method: 'GET',
      path: `/attachments/${segment(id)}`,
      key: 'attachment',
      label: `get attachment ${id}`,
      since: SINCE,
    });
    return attachment(body.attachment);
  }
}

interface CinderAttachment {
  id: string;
  status: string;
  volume_id: string;
  instance: string | null;
  attach_mode: 'rw' | 'ro' | null;
  attached_at: string;
  detached_at: string;
}

const attachment = (raw: CinderAttachment): BlockStorageAttachment => ({
  id: raw.id,
  status: raw.status,
  volumeId: raw.volume_id,
  serverId: raw.instance,
  mode: raw.attach_mode,
  attachedAt: utcOrNull(raw.attached_at),
  detachedAt: utcOrNull(raw.detached_at),
});

import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { type Names, renameQuery } from '../core/rename.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** Why something went wrong after cinder had accepted it, in words for users. */
export interface BlockStorageMessage {
  id: string;
  eventId: string;
  text: string;
  level: string;
  requestId: string | null;
  /** `VOLUME`, `VOLUME_SNAPSHOT`, ... */
  resourceType: string | null;
  resourceId: string | null;
}

export interface BlockStorageMessageFilter {
  resourceId?: string;
  requestId?: string;
}

const FILTERS: Names<BlockStorageMessageFilter> = { resourceId: 'resource_uuid', requestId: 'request_id' };

/** `/messages`: a volume in `error` does not say why itself. */
export class BlockStorageMessages {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  /** Of the token's project; cinder forgets them after some weeks. */
  list(filter: BlockStorageMessageFilter = {}): Listing<BlockStorageMessage> {
    return listing(
      this.#cinder,
      () => ({
        method: 'GET',
        path: '/messages',
        query: renameQuery(FILTERS, filter),
        label: 'list messages of block storage',
        // Filters of its own.
        since: '3.5',
      }),
      { key: 'messages', idOf: (raw: CinderMessage) => raw.id, map: message },
    );
  }
}

interface CinderMessage {
  id: string;
  event_id: string;
  user_message: string;
  message_level: string;
  request_id: string | null;
  resource_type: string | null;
  resource_uuid: string | null;
}

const message = (raw: CinderMessage): BlockStorageMessage => ({
  id: raw.id,
  eventId: raw.event_id,
  text: raw.user_message,
  level: raw.message_level,
  requestId: raw.request_id,
  resourceType: raw.resource_type,
  resourceId: raw.resource_uuid,
});

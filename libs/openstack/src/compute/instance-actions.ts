import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utc, utcOrNull } from '../core/utc.ts';

/** What was done to a server, by whom, under which request. */
export interface InstanceAction {
  /** `create`, `live-migration`, `migrate`, `confirmResize`, `lock`, ... */
  action: string;
  requestId: string;
  startTime: string;
  updatedAt: string | null;
  /** `Error` when it failed in nova's API or conductor; its events tell more. */
  message: string | null;
  userId: string | null;
  projectId: string | null;
  /** Only from {@link InstanceActions.get}. */
  events?: InstanceActionEvent[];
}

export interface InstanceActionEvent {
  /** `compute_live_migration`, `conductor_live_migrate_instance`, ... */
  event: string;
  startTime: string;
  /** null while it runs. */
  finishTime: string | null;
  /** `Success`, `Error`; null while it runs. */
  result: string | null;
  /** Admins only, and not before 2.62. */
  host: string | null;
  /** Admins only. */
  traceback: string | null;
  /** A short reason for anyone; not before 2.84. */
  details: string | null;
}

/** `/servers/{id}/os-instance-actions` */
export class InstanceActions {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** Newest first, without their events. Also of a deleted server, as long as nova remembers it. */
  list(serverId: string): Listing<InstanceAction> {
    return listing(
      this.#nova,
      () => ({
        method: 'GET',
        path: `/servers/${segment(serverId)}/os-instance-actions`,
        label: `list the actions of server ${serverId}`,
        since: '2.58',
      }),
      { key: 'instanceActions', linksKey: 'links', idOf: (raw: NovaAction) => raw.request_id, map: instanceAction },
    );
  }

  /**
   * The action that a request began, with its events.
   * @throws OPENSTACK_NOT_FOUND also for an action that nova accepted and has not recorded yet
   */
  async get(serverId: string, requestId: string): Promise<InstanceAction> {
    const { body } = await this.#nova.request<{ instanceAction: NovaAction }>({
      method: 'GET',
      path: `/servers/${segment(serverId)}/os-instance-actions/${segment(requestId)}`,
      key: 'instanceAction',
      label: `get action ${requestId} of server ${serverId}`,
      since: '2.51',
    });
    return instanceAction(body.instanceAction);
  }
}

interface NovaAction {
  action: string;
  request_id: string;
  start_time: string;
  updated_at?: string | null;
  message: string | null;
  user_id: string | null;
  project_id: string | null;
  events?: NovaEvent[];
}

interface NovaEvent {
  event: string;
  start_time: string;
  finish_time: string | null;
  result: string | null;
  host?: string | null;
  traceback?: string | null;
  details?: string | null;
}

const instanceAction = (raw: NovaAction): InstanceAction => ({
  action: raw.action,
  requestId: raw.request_id,
  startTime: utc(raw.start_time),
  updatedAt: utcOrNull(raw.updated_at),
  message: raw.message,
  userId: raw.user_id,
  projectId: raw.project_id,
  ...(raw.events !== undefined && { events: raw.events.map(actionEvent) }),
});

const actionEvent = (raw: NovaEvent): InstanceActionEvent => ({
  event: raw.event,
  startTime: utc(raw.start_time),
  finishTime: utcOrNull(raw.finish_time),
  result: raw.result,
  host: raw.host ?? null,
  traceback: raw.traceback ?? null,
  details: raw.details ?? null,
});

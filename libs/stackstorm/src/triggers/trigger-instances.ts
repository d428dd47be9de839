import { type Api, pathOf } from '../api.ts';

/** One event. It is made by a sensor, a timer or a webhook: see {@link Webhooks.emit}. */
export interface TriggerInstance {
  id: string;
  /** The ref of the trigger: the type's own, or that of the type with a rule's parameters. */
  trigger: string;
  /** `processed` when every rule has had a look. */
  status: 'pending' | 'processing' | 'processed' | 'processing_failed';
  payload: Readonly<Record<string, unknown>>;
  at: string;
}

export interface TriggerInstanceFilter {
  /** A type's ref. */
  type?: string;
  trigger?: string;
  /** UTC ISO 8601: later, or earlier, than that. */
  after?: string;
  before?: string;
  /** The latest ones; default all. */
  limit?: number;
}

/** As the API gives it: st2common/models/api/trigger.py. */
interface WireTriggerInstance {
  id: string;
  trigger: string;
  status: TriggerInstance['status'];
  payload?: Record<string, unknown>;
  occurrence_time: string;
}

export class TriggerInstances {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The latest first. */
  async list({ type, trigger, after, before, limit }: TriggerInstanceFilter = {}): Promise<TriggerInstance[]> {
    const query = { trigger_type: type, trigger, timestamp_gt: after, timestamp_lt: before };
    const listed = { path: '/triggerinstances', label: 'list the trigger instances', query };
    return (await this.#api.list<WireTriggerInstance>(listed, limit)).map(toTriggerInstance);
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(id: string): Promise<TriggerInstance> {
    const path = pathOf`/triggerinstances/${id}`;
    const label = `get trigger instance ${id}`;
    return toTriggerInstance(await this.#api.request<WireTriggerInstance>({ method: 'GET', path, label }));
  }
}

const toTriggerInstance = (wire: WireTriggerInstance): TriggerInstance => ({
  id: wire.id,
  trigger: wire.trigger,
  status: wire.status,
  payload: wire.payload ?? {},
  at: wire.occurrence_time,
});

import { type Api, pathOf } from '../api.ts';

/** A JSON schema as StackStorm reads it: draft 4, with `required` as a boolean of each property. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface NewTriggerType {
  pack: string;
  name: string;
  description?: string;
  /** What a payload must be; by default anything is. */
  payloadSchema?: JsonSchema;
  /** Where rules give parameters; without it the type can be dispatched by its ref. */
  parametersSchema?: JsonSchema;
}

export interface TriggerType extends Required<NewTriggerType> {
  id: string;
  /** `pack.name`. */
  ref: string;
}

/** As the API gives it: st2common/models/api/trigger.py. */
interface WireTriggerType {
  id: string;
  ref: string;
  pack: string;
  name: string;
  description?: string | null;
  payload_schema?: JsonSchema;
  parameters_schema?: JsonSchema;
}

/** Kinds of events. */
export class TriggerTypes {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(ref: string): Promise<TriggerType> {
    const path = pathOf`/triggertypes/${ref}`;
    return toTriggerType(
      await this.#api.request<WireTriggerType>({ method: 'GET', path, label: `get trigger type ${ref}` }),
    );
  }

  async list({ pack }: { pack?: string } = {}): Promise<TriggerType[]> {
    const listed = { path: '/triggertypes', label: 'list the trigger types', query: { pack } };
    return (await this.#api.list<WireTriggerType>(listed)).map(toTriggerType);
  }

  /** @throws STACKSTORM_CONFLICT where there is one of that name */
  async create({ pack, name, description, payloadSchema, parametersSchema }: NewTriggerType): Promise<TriggerType> {
    const body = {
      pack,
      name,
      description: description ?? '',
      payload_schema: payloadSchema ?? {},
      parameters_schema: parametersSchema ?? {},
    };
    const label = `create trigger type ${pack}.${name}`;
    return toTriggerType(
      await this.#api.request<WireTriggerType>({ method: 'POST', path: '/triggertypes', label, body }),
    );
  }

  /** @throws STACKSTORM_NOT_FOUND; STACKSTORM_BAD_REQUEST for one of StackStorm's own */
  async delete(ref: string): Promise<void> {
    await this.#api.request({
      method: 'DELETE',
      path: pathOf`/triggertypes/${ref}`,
      label: `delete trigger type ${ref}`,
    });
  }
}

const toTriggerType = (wire: WireTriggerType): TriggerType => ({
  id: wire.id,
  ref: wire.ref,
  pack: wire.pack,
  name: wire.name,
  description: wire.description ?? '',
  payloadSchema: wire.payload_schema ?? {},
  parametersSchema: wire.parameters_schema ?? {},
});

import { type Api, pathOf } from './api.ts';

/** A parameter's JSON schema, with StackStorm's own `required`, `secret`, `immutable` and `position`. */
export type ParameterSchema = Readonly<Record<string, unknown>>;

export interface Action {
  id: string;
  /** `pack.name`. */
  ref: string;
  pack: string;
  name: string;
  description: string;
  runner: string;
  enabled: boolean;
  entryPoint: string;
  parameters: Readonly<Record<string, ParameterSchema>>;
}

interface WireAction {
  id: string;
  ref: string;
  pack: string;
  name: string;
  description?: string | null;
  runner_type: string;
  enabled: boolean;
  entry_point?: string;
  parameters?: Record<string, ParameterSchema>;
}

/** What StackStorm can run. */
export class Actions {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(ref: string): Promise<Action> {
    const path = pathOf`/actions/${ref}`;
    return toAction(await this.#api.request<WireAction>({ method: 'GET', path, label: `get action ${ref}` }));
  }

  async list({ pack, name }: { pack?: string; name?: string } = {}): Promise<Action[]> {
    const listed = { path: '/actions', label: 'list the actions', query: { pack, name } };
    return (await this.#api.list<WireAction>(listed)).map(toAction);
  }

  /**
   * Every parameter that can be given: the action's own and its runner's, merged as StackStorm does.
   * @throws STACKSTORM_NOT_FOUND
   */
  async parameters(ref: string): Promise<Readonly<Record<string, ParameterSchema>>> {
    const path = pathOf`/actions/views/parameters/${ref}`;
    const label = `get the parameters of action ${ref}`;
    const view = await this.#api.request<{ parameters: Record<string, ParameterSchema> }>({
      method: 'GET',
      path,
      label,
    });
    return view.parameters;
  }
}

const toAction = (wire: WireAction): Action => ({
  id: wire.id,
  ref: wire.ref,
  pack: wire.pack,
  name: wire.name,
  description: wire.description ?? '',
  runner: wire.runner_type,
  enabled: wire.enabled,
  entryPoint: wire.entry_point ?? '',
  parameters: wire.parameters ?? {},
});

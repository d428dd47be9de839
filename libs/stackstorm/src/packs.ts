import { type Api, pathOf } from './api.ts';
import { refuse } from './errors.ts';

export interface Pack {
  id: string;
  ref: string;
  name: string;
  description: string;
  version: string;
  author: string;
}

/** What of a pack is registered. */
export type PackContent =
  'runner' | 'action' | 'trigger' | 'sensor' | 'rule' | 'rule_type' | 'alias' | 'policy_type' | 'policy' | 'config';

export interface PackRegistration {
  /** Those that lie on StackStorm's disk; default all. */
  packs?: readonly string[];
  /** Default all. */
  types?: readonly PackContent[];
  /** Whether a bad file ends it; default true. */
  failOnFailure?: boolean;
}

export class Packs {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async list(): Promise<Pack[]> {
    return (await this.#api.list<Pack>({ path: '/packs', label: 'list the packs' })).map(toPack);
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(ref: string): Promise<Pack> {
    return toPack(
      await this.#api.request<Pack>({ method: 'GET', path: pathOf`/packs/${ref}`, label: `get pack ${ref}` }),
    );
  }

  /**
   * Reads what lies on StackStorm's disk. May be repeated.
   * @returns how many of each kind there were: `{ actions: 57, rules: 13, ... }`
   * @throws STACKSTORM_BAD_REQUEST for a pack that is not there, or a file that is none
   */
  register({ packs, types, failOnFailure }: PackRegistration = {}): Promise<Record<string, number>> {
    const body = {
      ...(packs !== undefined && { packs }),
      ...(types !== undefined && { types }),
      ...(failOnFailure !== undefined && { fail_on_failure: failOnFailure }),
    };
    const label = `register ${packs?.join(', ') ?? 'all packs'}`;
    return this.#api.request({ method: 'POST', path: '/packs/register', label, body, repeatable: true });
  }

  /**
   * Begins to install packs: by name from the index, or `https://git.example.com/pack.git=v1.0`, `file:///srv/pack`.
   * @returns the id of the execution that does it: wait for it
   */
  async install(
    packs: readonly string[],
    { force, skipDependencies }: { force?: boolean; skipDependencies?: boolean } = {},
  ): Promise<string> {
    refuse('install packs', packs.length === 0 ? ['packs: empty'] : []);
    const body = {
      packs,
      ...(force !== undefined && { force }),
      ...(skipDependencies !== undefined && { skip_dependencies: skipDependencies }),
    };
    const label = `install ${packs.join(', ')}`;
    const begun = await this.#api.request<{ execution_id: string }>({
      method: 'POST',
      path: '/packs/install',
      label,
      body,
    });
    return begun.execution_id;
  }
}

const toPack = ({ id, ref, name, description, version, author }: Pack): Pack => ({
  id,
  ref,
  name,
  description,
  version,
  author,
});

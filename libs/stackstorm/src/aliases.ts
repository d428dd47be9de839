import type { Api } from './api.ts';

/** Which alias a chat command is. */
export interface AliasMatch {
  /** `pack.name`. */
  alias: string;
  /** The action that it runs. */
  action: string;
  /** The format for people. */
  display: string;
  /** The format that it has matched. */
  representation: string;
}

/** Chat commands. */
export class Aliases {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Which enabled alias a command is.
   * @throws STACKSTORM_BAD_REQUEST where none is, or more than one
   */
  async match(command: string): Promise<AliasMatch> {
    const found = await this.#api.request<{
      actionalias: { ref: string; action_ref: string };
      display: string;
      representation: string;
    }>({
      method: 'POST',
      path: '/actionalias/match',
      label: `match '${command}'`,
      body: { command },
      effect: 'read',
      repeatable: true,
    });
    const { actionalias, display, representation } = found;
    return { alias: actionalias.ref, action: actionalias.action_ref, display, representation };
  }
}

import * as z from 'zod';
import { type Api, nothing } from './api.ts';
import type { UserRef } from './body/body.ts';
import { JiraError, invalidInput } from './errors.ts';
import { issueKey } from './keys.ts';

/** A person as Jira shows them. */
export interface User {
  /** Cloud's id. */
  accountId: string | undefined;
  /** Data Center's user name. */
  name: string | undefined;
  /** Undefined where the person hides it. */
  email: string | undefined;
  displayName: string;
  active: boolean;
}

export const userSchema = z
  .object({
    accountId: z.string().optional(),
    name: z.string().optional(),
    emailAddress: z.string().optional(),
    displayName: z.string().default(''),
    active: z.boolean().default(true),
  })
  .transform(({ accountId, name, emailAddress, displayName, active }): User => {
    return { accountId, name, email: emailAddress === '' ? undefined : emailAddress, displayName, active };
  });

/** How a request names a person. */
export type WireUser = { accountId: string } | { name: string };

export class Users {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Whom the credentials belong to: a cheap look whether they are right. */
  async myself(): Promise<User> {
    return this.#api.call({ label: 'look who is logged in', answer: userSchema }, (client, { getCurrentUser }) =>
      getCurrentUser(client),
    );
  }

  /**
   * The one active person with this e-mail address.
   * @throws JIRA_NOT_FOUND; JIRA_AMBIGUOUS when several have it, and their names
   */
  async findByEmail(email: string): Promise<User> {
    const label = `find the user ${email}`;
    // Cloud compares the query with names too, and hides the address of whom it finds by it; so one hit is enough there.
    const search = { label, answer: z.array(userSchema) };
    const found = await this.#api.call(search, (client, { findUsers }) =>
      findUsers(client, this.#api.cloud ? { query: email } : { username: email }),
    );
    const active = found.filter((user) => user.active);
    const same = active.filter((user) => user.email?.toLowerCase() === email.toLowerCase());
    const hidden = this.#api.cloud ? active.filter((user) => user.email === undefined) : [];
    const fitting = same.length > 0 ? same : hidden;
    const [user, ...others] = fitting;
    if (user === undefined) throw new JiraError('JIRA_NOT_FOUND', `${label}: no active user has this address`);
    if (others.length === 0) return user;
    const names = fitting.map(({ displayName, accountId, name }) => `${displayName} (${accountId ?? name ?? '?'})`);
    throw new JiraError('JIRA_AMBIGUOUS', `${label}: several fit: ${names.join(', ')}`);
  }

  /**
   * How requests name the person; an e-mail address is looked up.
   * @throws JIRA_INVALID_INPUT for a reference that this deployment does not know; see {@link findByEmail}
   */
  async resolve(user: UserRef): Promise<WireUser> {
    const { cloud } = this.#api;
    if ('email' in user) {
      const { accountId, name } = await this.findByEmail(user.email);
      if (cloud && accountId !== undefined) return { accountId };
      if (!cloud && name !== undefined) return { name };
      throw new JiraError('JIRA_UNAVAILABLE', `the user ${user.email} was found without an id`);
    }
    if (cloud === 'accountId' in user) return user;
    throw invalidInput('a user', [cloud ? 'Cloud knows accountId and email' : 'Data Center knows name and email']);
  }

  /** Assigns the issue; null: to nobody. Assigning it again changes nothing. */
  async assign(key: string, user: UserRef | null): Promise<void> {
    const issue = issueKey(key);
    const label = `assign ${issue}`;
    const wire = user === null ? null : await this.resolve(user);
    if (this.#api.cloud) {
      // jira.js has no type for nobody, which is null.
      const accountId = (wire === null ? null : (wire as { accountId: string }).accountId) as string;
      await this.#api.call({ label, answer: nothing }, (client, { assignIssue }) =>
        assignIssue(client, { issueIdOrKey: issue, accountId }),
      );
      return;
    }
    const body = { name: wire === null ? null : (wire as { name: string }).name };
    await this.#api.request(
      { label, answer: nothing },
      { method: 'PUT', url: `/rest/api/2/issue/${issue}/assignee`, body },
    );
  }

  /** Lets the person watch the issue. Harmless when they do. */
  async addWatcher(key: string, user: UserRef): Promise<void> {
    const issue = issueKey(key);
    const wire = await this.resolve(user);
    const body = 'accountId' in wire ? wire.accountId : wire.name;
    // jira.js wants an object here; Jira wants a JSON text.
    await this.#api.request(
      { label: `let ${body} watch ${issue}`, repeatable: true, answer: nothing },
      { method: 'POST', url: `/rest/api/3/issue/${issue}/watchers`, body },
    );
  }
}

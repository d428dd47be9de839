import * as z from 'zod';
import { type Api, nothing } from '../api.ts';
import { JiraError } from '../errors.ts';
import { fieldValues } from '../issues/field-values.ts';
import { ISSUE_FIELDS, type Issue, issueSchema } from '../issues/issue.ts';
import { issueKey } from '../keys.ts';
import { lookSince, lookedAfter } from '../unknown-outcome.ts';
import type { Users } from '../users.ts';
import { type Transition, listed, transitionsSchema } from './transition.ts';
import { type Step, walk } from './walk.ts';
import { WorkflowMap, sameName } from './workflow-map.ts';

export interface TransitionOptions {
  /** The status that the issue is expected in; in another one (but the wanted one) nothing is done: JIRA_CONFLICT. */
  from?: string;
  /** Fields of the transition's screen, by name: `{ Resolution: 'Done' }`. */
  fields?: Readonly<Record<string, unknown>>;
}

export interface MoveOptions extends TransitionOptions {
  /**
   * The statuses that may be passed through on the way, by name; `[]`: none, one transition has to lead there. Default: every
   * one that is not of the category "done". Who watches the issue sees each.
   */
  via?: readonly string[];
  /** How many transitions at most; default 6. */
  maxSteps?: number;
}

export interface Moved {
  changed: boolean;
  from: string;
  to: string;
  /** What was taken, in order. */
  steps: Step[];
}

const statusesSchema = z.array(z.object({ name: z.string(), statuses: z.array(z.object({ name: z.string() })) }));

export class Transitions {
  readonly #api: Api;
  readonly #users: Users;
  readonly #maps = new Map<string, WorkflowMap>();

  constructor(api: Api, users: Users) {
    this.#api = api;
    this.#users = users;
  }

  /** What is possible from the status that the issue is in, for this account. */
  async list(key: string): Promise<Transition[]> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call(
      { label: `read the transitions of ${key}`, answer: transitionsSchema },
      (client, { getTransitions }) => getTransitions(client, { issueIdOrKey, expand: 'transitions.fields' }),
    );
  }

  /**
   * Takes the issue to a status, by its name, over several transitions if need be; nothing happens when it is there. Jira tells
   * only what leads out of the current status: a way that is not known from earlier issues of this project and type is looked
   * for by walking. When no way is found the issue stays where the search ended, and the error says where.
   * @throws JIRA_NO_TRANSITION, listing what is possible; JIRA_FIELDS when a transition needs fields that are not given;
   * JIRA_CONFLICT when it is in another status than `from`
   */
  async move(key: string, to: string, { from, fields = {}, via, maxSteps = 6 }: MoveOptions = {}): Promise<Moved> {
    const issue = await this.#issue(key);
    const start = issue.status;
    if (sameName(start, to)) return { changed: false, from: start, to: start, steps: [] };
    checkFrom(issue, from);
    await this.#checkStatus(issue, to);
    const steps = await walk(
      {
        key,
        to,
        via,
        maxSteps,
        given: Object.keys(fields),
        map: this.#mapOf(issue),
        status: async () => (await this.#issue(key)).status,
        transitions: () => this.list(key),
        take: (transition, last) => this.#take(key, transition, last ? fields : onScreen(fields, transition)),
      },
      start,
    );
    return { changed: true, from: start, to: steps.at(-1)?.to ?? start, steps };
  }

  /**
   * Carries out one transition, by its name or id. Whether it was carried out before cannot be seen: use {@link move} where the
   * status is what matters.
   * @throws JIRA_NO_TRANSITION, listing what is possible; JIRA_AMBIGUOUS when several have the name: give the id
   */
  async perform(key: string, nameOrId: string, { from, fields = {} }: TransitionOptions = {}): Promise<Moved> {
    const issue = await this.#issue(key);
    checkFrom(issue, from);
    const there = await this.list(key);
    const named = there.filter(({ id, name }) => id === nameOrId || sameName(name, nameOrId));
    const [transition, ...others] = named;
    const where = `${key} is in ${issue.status}`;
    if (transition === undefined) {
      throw new JiraError('JIRA_NO_TRANSITION', `${where}, without a transition '${nameOrId}'; ${listed(there)}`);
    }
    if (others.length > 0) {
      const each = named.map(({ id, to }) => `${id} to ${to}`).join(', ');
      throw new JiraError('JIRA_AMBIGUOUS', `${where}, with several transitions '${nameOrId}': ${each}`);
    }
    await this.#taken(key, transition, fields, issue);
    const { status } = await lookSince(`'${transition.name}'`, () => this.#issue(key));
    return { changed: true, from: issue.status, to: status, steps: [{ transition: transition.name, to: status }] };
  }

  async #taken(key: string, transition: Transition, fields: Readonly<Record<string, unknown>>, before: Issue) {
    try {
      await this.#take(key, transition, fields);
    } catch (error) {
      // A changed status shows that it took; an unchanged one says nothing of a transition that leads back.
      await lookedAfter(error, async () => {
        const { status } = await this.#issue(key);
        return sameName(status, before.status) || !sameName(status, transition.to) ? undefined : status;
      });
    }
  }

  async #take(key: string, transition: Transition, fields: Readonly<Record<string, unknown>>): Promise<void> {
    const label = `'${transition.name}' of ${key} (to ${transition.to})`;
    const context = { cloud: this.#api.cloud, resolveUser: this.#users.resolve.bind(this.#users) };
    const values = await fieldValues(label, fields, transition.fields, context, { except: [] });
    const parameters = { issueIdOrKey: issueKey(key), transition: { id: transition.id } };
    await this.#api.call({ label, answer: nothing }, (client, { doTransition }) =>
      doTransition(client, { ...parameters, ...(Object.keys(values).length > 0 && { fields: values }) }),
    );
  }

  // A status that is none must not send the issue through its workflow.
  async #checkStatus({ key, status, project, type }: Issue, to: string): Promise<void> {
    const call = { label: `read the statuses of ${project}`, answer: statusesSchema };
    const types = await this.#api.call(call, (client, { getAllStatuses }) =>
      getAllStatuses(client, { projectIdOrKey: project }),
    );
    const own = types.find(({ name }) => sameName(name, type));
    const names = own?.statuses.map(({ name }) => name) ?? [];
    if (own === undefined || names.some((name) => sameName(name, to))) return;
    const message = `${key} is in ${status}: a ${type} of ${project} has no status '${to}'; there are ${names.join(', ')}`;
    throw new JiraError('JIRA_NO_TRANSITION', message);
  }

  async #issue(key: string): Promise<Issue> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call({ label: `read the status of ${key}`, answer: issueSchema }, (client, { getIssue }) =>
      getIssue(client, { issueIdOrKey, fields: [ISSUE_FIELDS.join(',')] }),
    );
  }

  // A project has one workflow per issue type.
  #mapOf({ project, type }: Issue): WorkflowMap {
    const name = `${project} ${type}`;
    const map = this.#maps.get(name) ?? new WorkflowMap();
    this.#maps.set(name, map);
    return map;
  }
}

function checkFrom({ key, status }: Issue, from: string | undefined): void {
  if (from === undefined || sameName(status, from)) return;
  throw new JiraError('JIRA_CONFLICT', `${key} is in ${status}, not in ${from} as expected: nothing was done`);
}

// On the way only what a screen asks for is given; what it does not have belongs to the last one.
const onScreen = (fields: Readonly<Record<string, unknown>>, transition: Transition) =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) =>
      transition.fields.some((field) => field.required && (field.id === name || sameName(field.name, name))),
    ),
  );

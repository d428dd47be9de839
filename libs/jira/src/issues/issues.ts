import type { Context } from '@opsbook/context';
import * as z from 'zod';
import { type Api, nothing } from '../api.ts';
import type { Body } from '../body/body.ts';
import { invalidInput, isJiraError } from '../errors.ts';
import { type Jql, jql } from '../jql/jql.ts';
import { issueKey, labelFaults, marker as checkedMarker, propertyKey } from '../keys.ts';
import type { Listing } from '../listing.ts';
import { lookedAfter } from '../unknown-outcome.ts';
import type { Users } from '../users.ts';
import { type EnsuredIssue, ensureIssue } from './ensure-issue.ts';
import { fieldsById } from './field-meta.ts';
import { fieldValues } from './field-values.ts';
import { ISSUE_FIELDS, type Issue, issueSchema } from './issue.ts';
import { type LinkedIssue, linksSchema } from './links.ts';
import { type NamedField, namedFieldsSchema } from './named-fields.ts';
import { type NewIssue, checkNewIssue, createFields } from './new-issue.ts';
import { type SearchOptions, searchIssues } from './search.ts';
import { type StatusChange, statusChangesSchema } from './status-changes.ts';

export interface EnsureIssue extends NewIssue {
  /**
   * What the issue is found again by: a label that only it has. 1 to 120 letters, digits, dots, dashes and underscores.
   */
  marker: string;
  /** Whether an issue that is done counts as there; default true. With false a done one is left, and another is made. */
  reuseDone?: boolean;
}

export interface IssueChange {
  summary?: string;
  body?: Body;
  addLabels?: readonly string[];
  removeLabels?: readonly string[];
  /** By name, as edit metadata calls them; null empties a field. */
  fields?: Readonly<Record<string, unknown>>;
}

const createdSchema = z.object({ id: z.string(), key: z.string() });

/** How many issues Cloud brings its search up to date for ("Search After Write with Search And Reconcile"). */
const MOST_RECONCILED = 50;

export class Issues {
  readonly #api: Api;
  readonly #users: Users;
  readonly #context: Pick<Context, 'clock' | 'signal'>;
  /** Ids of the issues that this client made last, which Cloud's search may not show yet. */
  #made: number[] = [];

  constructor(api: Api, users: Users, context: Pick<Context, 'clock' | 'signal'>) {
    this.#api = api;
    this.#users = users;
    this.#context = context;
  }

  /** @throws JIRA_NOT_FOUND, also for what the account may not see */
  async get(key: string, { fields = [] }: SearchOptions = {}): Promise<Issue> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call({ label: `read ${key}`, answer: issueSchema }, (client, { getIssue }) =>
      getIssue(client, { issueIdOrKey, fields: [[...ISSUE_FIELDS, ...fields].join(',')] }),
    );
  }

  /**
   * The issues that the query finds, in its order, page by page. Cloud's search lags behind changes by some seconds.
   * @throws JIRA_BAD_REQUEST for a query that Jira does not read
   */
  search(query: Jql, options: SearchOptions = {}): Listing<Issue> {
    return searchIssues(this.#api, query, options);
  }

  /**
   * Makes an issue, after everything was checked against create metadata; not repeated by the client.
   * @throws JIRA_INVALID_INPUT and JIRA_FIELDS before anything is changed, listing every fault; JIRA_NOT_FOUND for the
   * project, the type or the parent
   */
  async create(issue: NewIssue): Promise<{ id: string; key: string }> {
    checkNewIssue(issue);
    if (issue.parent !== undefined) await this.get(issue.parent);
    const fields = await createFields(this.#api, this.#users, issue);
    const label = `create a ${issue.type} in ${issue.project}`;
    const made = await this.#api.call({ label, answer: createdSchema }, (client, { createIssue }) =>
      createIssue(client, { fields }),
    );
    this.#made = [...this.#made, Number(made.id)].slice(-MOST_RECONCILED);
    return made;
  }

  /**
   * The issues that carry the marker, the oldest first: the check to {@link ensure}. Those that this client made are found at once;
   * those of others when Cloud's search shows them.
   */
  async findMarked(project: string, marker: string, { reuseDone = true } = {}): Promise<Issue[]> {
    const label = checkedMarker(marker);
    const query = reuseDone
      ? jql`project = ${project} AND labels = ${label} ORDER BY created ASC`
      : jql`project = ${project} AND labels = ${label} AND statusCategory != "Done" ORDER BY created ASC`;
    // Jira compares labels without regard to case.
    const found = await searchIssues(this.#api, query, { reconcile: this.#made });
    return found.filter(({ labels }) => labels.includes(label));
  }

  /**
   * The issue with this marker: found, or made with the marker as a label. Of several the oldest is given. When the answer to
   * the create request is lost it looks again, for half a minute; an error with `outcomeUnknown` means that nothing was found by
   * then. What is found is not changed.
   */
  async ensure(issue: EnsureIssue): Promise<EnsuredIssue> {
    const { marker, reuseDone = true, ...wanted } = issue;
    const labels = [...new Set([...(wanted.labels ?? []), checkedMarker(marker)])];
    checkNewIssue({ ...wanted, labels });
    return ensureIssue({
      find: () => this.findMarked(wanted.project, marker, { reuseDone }),
      create: () => this.create({ ...wanted, labels }),
      context: this.#context,
    });
  }

  /** Changes what is given and leaves the rest. @throws JIRA_FIELDS before anything is changed, listing every fault */
  async update(key: string, change: IssueChange): Promise<void> {
    const issueIdOrKey = issueKey(key);
    const { summary, body, addLabels = [], removeLabels = [], fields = {} } = change;
    const faults = labelFaults([...addLabels, ...removeLabels]);
    if (faults.length > 0) throw invalidInput(`the change of ${key}`, faults);
    const given = {
      ...(summary !== undefined && { summary }),
      ...(body !== undefined && { description: body }),
      ...fields,
    };
    const labels = [...addLabels.map((add) => ({ add })), ...removeLabels.map((remove) => ({ remove }))];
    const values = Object.keys(given).length === 0 ? {} : await this.#editValues(issueIdOrKey, given);
    await this.#api.call({ label: `change ${key}`, answer: nothing }, (client, { editIssue }) =>
      editIssue(client, { issueIdOrKey, fields: values, ...(labels.length > 0 && { update: { labels } }) }),
    );
  }

  async #editValues(issueIdOrKey: string, given: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = z.object({ fields: fieldsById }).transform(({ fields }) => fields);
    const metas = await this.#api.call(
      { label: `read what can be edited in ${issueIdOrKey}`, answer },
      (client, { getEditIssueMeta }) => getEditIssueMeta(client, { issueIdOrKey }),
    );
    const context = { cloud: this.#api.cloud, resolveUser: this.#users.resolve.bind(this.#users) };
    return fieldValues(`change ${issueIdOrKey}`, given, metas, context, undefined);
  }

  /** Every field that the issue has by its type, also the empty ones. */
  async namedFields(key: string): Promise<NamedField[]> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call({ label: `read the fields of ${key}`, answer: namedFieldsSchema }, (client, { getIssue }) =>
      getIssue(client, { issueIdOrKey, fields: ['*all'], expand: 'names' }),
    );
  }

  /** The statuses that the issue went through, the oldest first; of an issue with very many changes the latest ones. */
  async statusChanges(key: string): Promise<StatusChange[]> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call(
      { label: `read the changes of ${key}`, answer: statusChangesSchema },
      (client, { getIssue }) => getIssue(client, { issueIdOrKey, fields: ['status'], expand: 'changelog' }),
    );
  }

  /** The value of an issue's property (`proforma.forms.i1`), which any app may set; undefined when there is none. */
  async property(key: string, name: string): Promise<unknown> {
    const parameters = { issueIdOrKey: issueKey(key), propertyKey: propertyKey(name) };
    const answer = z.object({ value: z.unknown() }).transform(({ value }) => value);
    try {
      return await this.#api.call(
        { label: `read the property ${name} of ${key}`, answer },
        (client, { getIssueProperty }) => getIssueProperty(client, parameters),
      );
    } catch (error) {
      if (!isJiraError(error) || error.code !== 'JIRA_NOT_FOUND') throw error;
      // The issue itself may be missing: Jira's answer is the same.
      await this.get(key);
      return undefined;
    }
  }

  /** Sets an issue's property to a JSON object of at most 32,768 characters. */
  async setProperty(key: string, name: string, value: Record<string, unknown>): Promise<void> {
    const parameters = { issueIdOrKey: issueKey(key), propertyKey: propertyKey(name), body: value };
    await this.#api.call(
      { label: `set the property ${name} of ${key}`, answer: nothing },
      (client, { setIssueProperty }) => setIssueProperty(client, parameters),
    );
  }

  /** The links of an issue. */
  async links(key: string): Promise<LinkedIssue[]> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call({ label: `read the links of ${key}`, answer: linksSchema }, (client, { getIssue }) =>
      getIssue(client, { issueIdOrKey, fields: ['issuelinks'] }),
    );
  }

  /**
   * Links two issues: `{ from: 'OPS-1', type: 'Blocks', to: 'OPS-2' }` reads "OPS-1 blocks OPS-2". A link that is there is
   * not made again.
   */
  async link({ from, type, to }: { from: string; type: string; to: string }): Promise<'created' | 'found'> {
    const [inward, outward] = [issueKey(from), issueKey(to)];
    const wanted = ({ key, type: one, direction }: LinkedIssue): boolean =>
      key === outward && one.toLowerCase() === type.toLowerCase() && direction === 'outward';
    if ((await this.links(from)).some(wanted)) return 'found';
    const parameters = { type: { name: type }, inwardIssue: { key: inward }, outwardIssue: { key: outward } };
    try {
      await this.#api.call({ label: `link ${from} to ${to} (${type})`, answer: nothing }, (client, { linkIssues }) =>
        linkIssues(client, parameters),
      );
    } catch (error) {
      await lookedAfter(error, async () => (await this.links(from)).find(wanted));
    }
    return 'created';
  }
}

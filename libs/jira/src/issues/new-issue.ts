import type { Api } from '../api.ts';
import type { Body, UserRef } from '../body/body.ts';
import { JiraError, fieldsError, invalidInput } from '../errors.ts';
import { labelFaults, projectKey } from '../keys.ts';
import type { Users } from '../users.ts';
import { createMeta } from './create-meta.ts';
import type { FieldMeta } from './field-meta.ts';
import { fieldValues } from './field-values.ts';

/** An issue to be made. A template is a function that returns one. */
export interface NewIssue {
  /** The project's key. */
  project: string;
  /** The issue type's name: `Task`. */
  type: string;
  /** One line, at most 255 characters. */
  summary: string;
  /** The description. */
  body?: Body;
  labels?: readonly string[];
  assignee?: UserRef;
  /** The key of the epic (or, in Cloud, of any parent) that it belongs to. */
  parent?: string;
  /** Further fields by name, as create metadata calls them: `{ Priority: 'High', Components: ['API'] }`. */
  fields?: Readonly<Record<string, unknown>>;
}

/** @throws JIRA_INVALID_INPUT, listing everything that can be seen without asking Jira */
export function checkNewIssue({ project, summary, labels = [] }: NewIssue): void {
  projectKey(project);
  const faults = labelFaults(labels);
  if (summary.trim() === '') faults.push('the summary is empty');
  if (/[\r\n]/.test(summary)) faults.push('the summary has more than one line');
  if (summary.length > 255) faults.push(`the summary has ${summary.length} characters, more than 255`);
  if (faults.length > 0) throw invalidInput('the issue', faults);
}

/**
 * The `fields` of a create request, everything checked against create metadata.
 * @throws JIRA_FIELDS, listing every field that is unknown, missing or does not fit; JIRA_NOT_FOUND for project and type
 */
export async function createFields(api: Api, users: Users, issue: NewIssue): Promise<Record<string, unknown>> {
  const { project, type, summary, body, labels = [], assignee, parent, fields = {} } = issue;
  const what = `create a ${type} in ${project}`;
  const meta = await createMeta(api, project, type);
  const given = {
    summary,
    ...(body !== undefined && { description: body }),
    ...(labels.length > 0 && { labels }),
    ...(assignee !== undefined && { assignee }),
    ...(parent !== undefined && parentField(parent, meta.fields, what)),
  };
  const twice = Object.keys(fields).filter((name) => name in given);
  if (twice.length > 0) throw fieldsError(what, Object.fromEntries(twice.map((name) => [name, 'given twice'])));
  const values = await fieldValues(
    what,
    { ...given, ...fields },
    meta.fields,
    { cloud: api.cloud, resolveUser: (user) => users.resolve(user) },
    // Jira fills in the reporter with who is logged in.
    { except: ['project', 'issuetype', 'reporter'] },
  );
  return { ...values, project: { key: project.toUpperCase() }, issuetype: { id: meta.typeId } };
}

// Cloud has one field for parents. Data Center has a custom field for epics, whose name sites translate.
function parentField(parent: string, metas: readonly FieldMeta[], what: string): Record<string, unknown> {
  const epicLink = metas.find(({ schema }) => schema.custom === 'com.pyxis.greenhopper.jira:gh-epic-link');
  const field = metas.find(({ id }) => id === 'parent') ?? epicLink;
  if (field === undefined)
    throw new JiraError('JIRA_FIELDS', `${what}: the screen has no field for a parent`, {
      fields: { parent: 'unknown here' },
    });
  return { [field.id]: field.id === 'parent' ? { key: parent } : parent };
}

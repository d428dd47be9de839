import type { Body, UserRef } from '../body/body.ts';
import { toAdf } from '../body/to-adf.ts';
import { toWiki } from '../body/to-wiki.ts';
import { fieldsError, isJiraError } from '../errors.ts';
import type { WireUser } from '../users.ts';
import type { FieldMeta } from './field-meta.ts';

/** How values become what this deployment wants. */
export interface FieldContext {
  cloud: boolean;
  resolveUser: (user: UserRef) => Promise<WireUser>;
}

/** A body as the deployment wants it: ADF in Cloud, wiki markup in Data Center. */
export const rendered = (body: Body, cloud: boolean): unknown => (cloud ? toAdf(body) : toWiki(body));

/**
 * Fields by name (or id), as what the API takes by id: texts become options, users, versions, ... as the field's schema says.
 * Objects are sent as they are.
 * @param required also look for required fields that are not given
 * @throws JIRA_FIELDS, listing every field that is unknown, ambiguous, missing or has a value that does not fit
 */
export async function fieldValues(
  what: string,
  given: Readonly<Record<string, unknown>>,
  metas: readonly FieldMeta[],
  context: FieldContext,
  required: { except: readonly string[] } | undefined,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const meta = metaOf(name, metas);
    if (typeof meta === 'string') faults[name] = meta;
    else if (meta.id in values) faults[name] = `given twice: this is ${meta.id}`;
    else {
      const result = await valueOf(value, meta, context);
      if ('fault' in result) faults[name] = result.fault;
      else values[meta.id] = result.value;
    }
  }
  for (const { id, name, hasDefault, required: isRequired } of required === undefined ? [] : metas) {
    const here = id in values || name in faults || required?.except.includes(id);
    if (isRequired && !hasDefault && here !== true) faults[name] = 'required, and not given';
  }
  if (Object.keys(faults).length > 0) throw fieldsError(what, faults);
  return values;
}

function metaOf(name: string, metas: readonly FieldMeta[]): FieldMeta | string {
  const byId = metas.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const found = metas.filter((meta) => same(meta.name, name));
  const [meta, ...others] = found;
  if (meta === undefined) return `unknown here; there are ${metas.map((one) => one.name).join(', ')}`;
  return others.length === 0 ? meta : `ambiguous: give one of the ids ${found.map(({ id }) => id).join(', ')}`;
}

type Result = { value: unknown } | { fault: string };

async function valueOf(value: unknown, meta: FieldMeta, context: FieldContext): Promise<Result> {
  if (value === null) return { value };
  if (meta.schema.type === 'array') {
    if (!Array.isArray(value)) return { fault: 'takes a list' };
    const results = await Promise.all(value.map((item) => itemOf(item, meta.schema.items ?? 'any', meta, context)));
    const faults = results.flatMap((result) => ('fault' in result ? [result.fault] : []));
    return faults.length > 0
      ? { fault: faults.join(', ') }
      : { value: results.map((result) => ('value' in result ? result.value : undefined)) };
  }
  return itemOf(value, meta.schema.type, meta, context);
}

async function itemOf(value: unknown, type: string, meta: FieldMeta, context: FieldContext): Promise<Result> {
  if (isLongText(meta)) return longText(value, context.cloud);
  if (type === 'user') return userValue(value, context);
  if (typeof value === 'object' && value !== null) return { value };
  if (type === 'number') return typeof value === 'number' ? { value } : { fault: 'takes a number' };
  if (type === 'string' || type === 'date' || type === 'datetime') {
    return typeof value === 'string' ? { value } : { fault: 'takes a text' };
  }
  const text = String(value);
  if (meta.allowed !== undefined) return allowedValue(text, meta);
  switch (type) {
    case 'option':
      return { value: { value: text } };
    case 'issuelink':
    case 'project':
      return { value: { key: text } };
    case 'any':
      return { value };
    default:
      return { value: { name: text } };
  }
}

function allowedValue(text: string, { allowed = [], schema }: FieldMeta): Result {
  const found = allowed.find(({ id, name }) => same(name, text) || id === text);
  if (found === undefined)
    return { fault: `'${text}' is not allowed; there are ${some(allowed.map(({ name }) => name))}` };
  if (found.id !== undefined) return { value: { id: found.id } };
  return { value: { [schema.type === 'option' || schema.items === 'option' ? 'value' : 'name']: found.name } };
}

// Cloud's API v3 takes these as ADF only.
const isLongText = ({ schema: { custom = '', system = '' } }: FieldMeta): boolean =>
  system === 'description' || system === 'environment' || custom.endsWith(':textarea');

function longText(value: unknown, cloud: boolean): Result {
  if (typeof value !== 'string' && !Array.isArray(value)) return { value };
  try {
    return { value: rendered(value as Body, cloud) };
  } catch (error) {
    if (isJiraError(error)) return { fault: error.message };
    throw error;
  }
}

async function userValue(value: unknown, { resolveUser }: FieldContext): Promise<Result> {
  if (typeof value !== 'object' || value === null)
    return { fault: 'takes a user: { email }, { accountId } or { name }' };
  try {
    return { value: await resolveUser(value as UserRef) };
  } catch (error) {
    if (isJiraError(error) && /^JIRA_(NOT_FOUND|AMBIGUOUS|INVALID_INPUT)$/.test(error.code))
      return { fault: error.message };
    throw error;
  }
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const some = (names: readonly string[]): string =>
  names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');

import type { AnyRunbook } from '@opsbook/runbook';
import { type Field, fieldsOf } from './fields-of.ts';
import { subjectFields } from './subject-fields.ts';

/** Words before a field, where its own name is none that one would say. */
const WORDS: Readonly<Record<string, string>> = { cloud: 'in', reason: 'because', comment: 'because' };

/**
 * What one writes in a chat to have a runbook's action: `hypervisor drain {{ hypervisor }} in {{ cloud }} because {{ reason }}`.
 * Placeholders take blanks too, and exactly one format of all aliases may match (st2
 * `st2common/models/utils/action_alias_utils.py`), so the first two words are the runbook's name, unlike any other's.
 * What is not in the format is given behind it: `plan=true`.
 * @returns undefined for a runbook that needs what nobody writes in a chat: objects, secrets, or more than one list
 */
export function aliasFormat(runbook: AnyRunbook): string | undefined {
  const fields = fieldsOf(runbook);
  const required = fields.filter((field) => field.required);
  const lists = required.filter(({ schema }) => isList(schema));
  if (lists.length > 1 || !required.every(({ schema }) => isText(schema) || isList(schema))) return undefined;
  const about = subjectFields(fields).find(({ name }) => name !== 'cloud');
  const cloud = required.filter(({ name }) => name === 'cloud');
  const rest = required.filter((field) => field !== about && !cloud.includes(field));
  return [
    runbook.name.replace('.', ' '),
    ...(about === undefined ? [] : [`{{ ${about.parameter} }}`]),
    ...[...cloud, ...rest].map((field) => `${word(field)} {{ ${field.parameter} }}`),
  ].join(' ');
}

const isText = ({ type, secret }: Field['schema']): boolean => type === 'string' && secret !== true;

/** StackStorm divides a list at its commas. */
const isList = ({ type, items }: Field['schema']): boolean =>
  type === 'array' && typeof items === 'object' && items.type === 'string' && items['x-whole'] !== true;

const word = ({ name }: Field): string => WORDS[name] ?? name.replace(/[A-Z]/g, (big) => `-${big.toLowerCase()}`);

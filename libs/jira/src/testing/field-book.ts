import { adfFault } from './adf-rules.ts';
import { at, isFields, shown } from './fields.ts';
import { badFields } from './refusal.ts';
import type { SimulatedField, SimulatedProject } from './settings.ts';
import type { World } from './world.ts';

const LONGEST_TEXT = 32_767;

const SYSTEM: readonly SimulatedField[] = [
  { id: 'summary', name: 'Summary', type: 'string', system: 'summary' },
  { id: 'description', name: 'Description', type: 'string', system: 'description' },
  { id: 'labels', name: 'Labels', type: 'array', items: 'string', system: 'labels' },
  { id: 'assignee', name: 'Assignee', type: 'user', system: 'assignee' },
  { id: 'reporter', name: 'Reporter', type: 'user', system: 'reporter' },
  { id: 'parent', name: 'Parent', type: 'issuelink', system: 'parent' },
];

const EPIC_LINK: SimulatedField = {
  id: 'customfield_10099',
  name: 'Epic Link',
  type: 'any',
  custom: 'com.pyxis.greenhopper.jira:gh-epic-link',
};

/** The fields of an issue type. */
export function fieldsOf(world: World, project: SimulatedProject, type: string): SimulatedField[] {
  const parents = world.cloud ? SYSTEM : [...SYSTEM.filter(({ id }) => id !== 'parent'), EPIC_LINK];
  return [...parents, ...project.fields.filter(({ types }) => types?.includes(type) ?? true)];
}

const isRequired = ({ id, requiredFor = [] }: SimulatedField, type: string): boolean =>
  ['summary', 'reporter'].includes(id) || requiredFor.includes(type);

/** The values that are allowed, with ids. */
export const allowedValues = ({ type, items, allowed = [] }: SimulatedField) => {
  const name = type === 'option' || items === 'option' ? 'value' : 'name';
  return allowed.map((value, index) => ({ id: String(index + 1), [name]: value }));
};

/** A field as create, edit and transition metadata show it. */
export function metaOf(field: SimulatedField, required: boolean): Record<string, unknown> {
  const { id, name, type, items, custom, system, hasDefault = false } = field;
  return {
    fieldId: id,
    key: id,
    name,
    required,
    hasDefaultValue: hasDefault || id === 'reporter',
    operations: type === 'array' ? ['add', 'set', 'remove'] : ['set'],
    schema: {
      type,
      ...(items !== undefined && { items }),
      ...(system !== undefined && { system }),
      ...(custom !== undefined && { custom, customId: Number(id.replace(/\D/g, '')) }),
    },
    ...(field.allowed !== undefined && { allowedValues: allowedValues(field) }),
  };
}

export const createMetaOf = (world: World, project: SimulatedProject, type: string) =>
  fieldsOf(world, project, type).map((field) => metaOf(field, isRequired(field, type)));

/**
 * Looks at what is written to fields of a screen; answers with what is kept. @throws 400 with every fault, by field id
 * @param required ids of the fields that have to be there
 */
export function checkFields(
  world: World,
  written: Record<string, unknown>,
  screen: readonly SimulatedField[],
  required: readonly string[],
): Record<string, unknown> {
  const errors: Record<string, string> = {};
  for (const [id, value] of Object.entries(written)) {
    const field = screen.find((one) => one.id === id);
    const fault =
      field === undefined
        ? `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`
        : valueFault(world, value, field);
    if (fault !== undefined) errors[id] = fault;
  }
  for (const id of required) {
    const name = screen.find((one) => one.id === id)?.name ?? id;
    if (written[id] === undefined || written[id] === null || written[id] === '') errors[id] ??= `${name} is required.`;
  }
  if (Object.keys(errors).length > 0) throw badFields(errors);
  return Object.fromEntries(
    Object.entries(written).map(([id, value]) => [
      id,
      kept(
        value,
        screen.find((one) => one.id === id),
      ),
    ]),
  );
}

/** Ids of the fields that a new issue of the type needs. */
export const requiredIds = (world: World, project: SimulatedProject, type: string): string[] =>
  fieldsOf(world, project, type)
    .filter((field) => isRequired(field, type) && field.hasDefault !== true && field.id !== 'reporter')
    .map(({ id }) => id);

function valueFault(world: World, value: unknown, field: SimulatedField): string | undefined {
  if (value === null) return undefined;
  const { id, name, type, items } = field;
  if (isLongText(field)) return longTextFault(world, value);
  if (id === 'summary') return summaryFault(value);
  if (type === 'array') {
    if (!Array.isArray(value)) return 'data was not an array';
    if (id === 'labels' || items === 'string') return labelsFault(value);
  }
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  if (type === 'number') return typeof value === 'number' ? undefined : 'Operation value must be a number';
  if (type === 'user') return userFault(world, value);
  if (field.allowed !== undefined) {
    const there = allowedValues(field);
    const fits = (one: unknown) =>
      isFields(one) &&
      there.some((allowed) =>
        ['id', 'name', 'value'].some((key) => one[key] !== undefined && one[key] === at(allowed, key)),
      );
    return values.every(fits) ? undefined : `Specify a valid 'id' or 'name' for ${name}`;
  }
  if (type === 'date')
    return /^\d{4}-\d\d-\d\d$/.test(shown(value))
      ? undefined
      : "Error parsing date string: must be of the format 'yyyy-MM-dd'";
  if (type === 'string') return typeof value === 'string' ? undefined : 'Operation value must be a string';
  return undefined;
}

export const isLongText = ({ system = '', custom = '' }: SimulatedField): boolean =>
  system === 'description' || custom.endsWith(':textarea');

function longTextFault(world: World, value: unknown): string | undefined {
  if (world.cloud) {
    if (typeof value === 'string') {
      return 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
    }
    if (adfFault(value) !== undefined) return 'INVALID_INPUT';
  } else if (typeof value !== 'string') return 'Operation value must be a string';
  const length = (typeof value === 'string' ? value : JSON.stringify(value)).length;
  return length > LONGEST_TEXT
    ? 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.'
    : undefined;
}

function summaryFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'Operation value must be a string';
  if (value.trim() === '') return 'You must specify a summary of the issue.';
  if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
  return value.length > 255 ? "Summary can't exceed 255 characters." : undefined;
}

function labelsFault(labels: readonly unknown[]): string | undefined {
  const bad = labels.find((label) => typeof label !== 'string' || label === '' || /\s/.test(label));
  if (bad !== undefined) return `The label '${shown(bad)}' contains spaces which is invalid.`;
  return labels.some((label) => String(label).length > 255) ? 'The label is too long.' : undefined;
}

/** The user that a request names. */
export const userIdIn = (value: unknown, cloud: boolean): string | undefined => {
  const id = at(value, cloud ? 'accountId' : 'name');
  return typeof id === 'string' ? id : undefined;
};

function userFault(world: World, value: unknown): string | undefined {
  const id = userIdIn(value, world.cloud);
  const user = id === undefined ? undefined : world.user(id);
  return user === undefined || user.active === false ? `User '${id ?? ''}' does not exist.` : undefined;
}

function kept(value: unknown, field: SimulatedField | undefined): unknown {
  if (field?.allowed === undefined || value === null) return value;
  const there = allowedValues(field);
  const one = (given: unknown) =>
    there.find((allowed) =>
      ['id', 'name', 'value'].some((key) => at(given, key) !== undefined && at(given, key) === at(allowed, key)),
    );
  return Array.isArray(value) ? value.map(one) : one(value);
}

/** What a document says, without its markup. */
export function textOf(node: unknown): string {
  if (typeof node === 'string') return node;
  if (!isFields(node)) return '';
  const inner = Array.isArray(node['content']) ? node['content'].map(textOf).join(' ') : '';
  return `${typeof node['text'] === 'string' ? node['text'] : ''}${inner}`;
}

import { textOf } from '../field-book.ts';
import type { SimulatedIssue } from '../records.ts';
import { searchedText } from '../views.ts';
import type { World } from '../world.ts';
import { JqlFault } from './lexer.ts';
import type { Clause, Query } from './parse.ts';

/** Whether a clause that names something bounds the search: Cloud refuses one without. */
export const isBounded = ({ where }: Query): boolean => where !== undefined;

/** The issues that a query finds among those that the index shows, in its order. @throws JqlFault for what does not exist */
export function find(world: World, { where, order }: Query, reconciled: readonly number[]): SimulatedIssue[] {
  if (where !== undefined) check(world, where);
  const visible = world.issues.filter(
    ({ id, created }) => created + world.settings.indexDelay * 1000 <= world.now() || reconciled.includes(Number(id)),
  );
  const found = visible.filter((issue) => where === undefined || matches(world, issue, where));
  const keys = order.length === 0 ? [{ field: 'created', descending: true }] : order;
  return found.sort((a, b) => {
    for (const { field, descending } of keys) {
      const [left, right] = [sortKey(a, field), sortKey(b, field)];
      if (left !== right) return (left < right ? -1 : 1) * (descending ? -1 : 1);
    }
    return Number(a.id) - Number(b.id);
  });
}

const FIELDS = [
  'project',
  'key',
  'issuekey',
  'id',
  'labels',
  'status',
  'statuscategory',
  'summary',
  'description',
  'text',
  'issuetype',
  'type',
  'assignee',
  'created',
  'updated',
];

function check(world: World, clause: Clause): void {
  if ('and' in clause || 'or' in clause) {
    for (const inner of 'and' in clause ? clause.and : clause.or) check(world, inner);
  } else if ('not' in clause) check(world, clause.not);
  else checkClause(world, clause);
}

function checkClause(world: World, { field, values }: Extract<Clause, { field: string }>): void {
  if (!FIELDS.includes(field)) {
    throw new JqlFault(`Field '${field}' does not exist or you do not have permission to view it.`);
  }
  const known: Record<string, (value: string) => boolean> = {
    project: (value) => world.project(value) !== undefined,
    status: (value) =>
      world.settings.projects.some(({ statuses }) => Object.keys(statuses).some((name) => same(name, value))),
    statuscategory: (value) => Object.keys(CATEGORIES).some((name) => same(name, value)),
  };
  const unknown = values.find((value) => known[field]?.(value) === false);
  if (unknown !== undefined) throw new JqlFault(`The value '${unknown}' does not exist for the field '${field}'.`);
}

const CATEGORIES: Record<string, string> = { 'To Do': 'new', 'In Progress': 'indeterminate', Done: 'done' };

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function matches(world: World, issue: SimulatedIssue, clause: Clause): boolean {
  if ('and' in clause) return clause.and.every((inner) => matches(world, issue, inner));
  if ('or' in clause) return clause.or.some((inner) => matches(world, issue, inner));
  if ('not' in clause) return !matches(world, issue, clause.not);
  const { field, operator, values } = clause;
  const has = valuesOf(world, issue, field);
  switch (operator) {
    case '=':
    case 'in':
      return values.some((value) => has.some((one) => same(one, value)));
    case '!=':
    case 'not in':
      return has.length > 0 && !values.some((value) => has.some((one) => same(one, value)));
    case 'is':
      return has.length === 0;
    case 'is not':
      return has.length > 0;
    case '~':
      return contains(has.join(' '), values[0] ?? '');
    case '!~':
      return !contains(has.join(' '), values[0] ?? '');
    default:
      throw new JqlFault(`The operator '${operator}' is not simulated for the field '${field}'.`);
  }
}

function valuesOf(world: World, issue: SimulatedIssue, field: string): string[] {
  const { fields } = issue;
  switch (field) {
    case 'project':
      return [issue.project];
    case 'key':
    case 'issuekey':
      return [issue.key];
    case 'id':
      return [issue.id];
    case 'labels':
      return (fields['labels'] ?? []) as string[];
    case 'status':
      return [issue.status];
    case 'statuscategory': {
      const category = world.project(issue.project)?.statuses[issue.status];
      return Object.entries(CATEGORIES).flatMap(([name, key]) => (key === category ? [name] : []));
    }
    case 'issuetype':
    case 'type':
      return [issue.type];
    case 'assignee':
      return issue.assignee === undefined ? [] : [issue.assignee];
    case 'summary':
      return [String(fields['summary'])];
    case 'description':
      return [textOf(fields['description'])];
    default:
      return [searchedText(issue)];
  }
}

// Lucene: a phrase in quotes, else every word.
function contains(text: string, wanted: string): boolean {
  const phrase = /^"(.*)"$/s.exec(wanted)?.[1];
  const lower = text.toLowerCase();
  if (phrase !== undefined) return lower.includes(phrase.replace(/\\(.)/g, '$1').toLowerCase());
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

const sortKey = (issue: SimulatedIssue, field: string): number | string =>
  field === 'created'
    ? issue.created
    : field === 'updated'
      ? issue.updated
      : field === 'key'
        ? Number(issue.id)
        : issue.status;

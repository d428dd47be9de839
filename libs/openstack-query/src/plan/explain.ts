import { printCondition } from '../condition/print-condition.ts';
import type { Condition } from '../condition/condition.ts';
import { resourceOf } from '../resources/catalogue.ts';
import { type ServerFilter, joinOf } from '../resources/resource.ts';
import type { BoundLink, Source } from './bound.ts';
import type { Plan } from './plan.ts';
import { certainTests, filterBy, serverFilter } from './server-filter.ts';

/** One list that a query asks a service for. */
export interface ExplainedRequest {
  /** `nova GET /servers/detail` */
  request: string;
  why: string;
  /** What the service leaves out. */
  filter: ServerFilter;
  /** What is known only when another list is there: `projectId, if one project alone fits`. */
  narrowed?: string;
  /** The conditions that are checked here, as text; all of them, whatever the service leaves out. */
  here: readonly string[];
}

/** What a query does. Nothing is sent to find out. */
export interface Explanation {
  /** Those before the last one at the same time, and then the last. */
  requests: readonly ExplainedRequest[];
  /** Whether rows are handed on as they come, page by page, or when all are known. */
  rows: 'streamed' | 'held';
  columns: readonly string[];
}

export function explainPlan({ source, sort, grouping, columns }: Plan, where: readonly Condition[]): Explanation {
  return {
    requests: [...beside(source), requestOf(source, 'the rows', where)],
    rows: sort.length === 0 && grouping === undefined ? 'streamed' : 'held',
    columns: columns.map(({ name }) => name),
  };
}

function beside({ resource, joins, links }: Source): ExplainedRequest[] {
  const kinds = Map.groupBy(joins, (name) => joinOf(resource, name).to);
  const joined = [...kinds].map(([kind, names]) => ({
    request: resourceOf(kind).request,
    why: `join ${names.join(', ')}`,
    filter: {},
    here: [],
  }));
  return [...joined, ...links.flatMap(linkRequests)];
}

function linkRequests({ link, source, of }: BoundLink): ExplainedRequest[] {
  return [...beside(source), requestOf(source, `link ${link.from.name}`, of === undefined ? [] : [of])];
}

function requestOf(source: Source, why: string, where: readonly Condition[]): ExplainedRequest {
  const filter = serverFilter(source);
  const narrowed = narrowing(source, filter);
  const here = where.map(printCondition);
  return { request: source.resource.request, why, filter, ...(narrowed !== undefined && { narrowed }), here };
}

function narrowing(source: Source, filter: ServerFilter): string | undefined {
  const found = new Set<string>();
  for (const { path, holds } of certainTests(source)) {
    if (path.join === undefined || holds(null)) continue;
    const [key] = Object.keys(filterBy(source, path.join.of.by, 'x'));
    if (key !== undefined && !Object.hasOwn(filter, key)) found.add(`${key}, if one ${path.join.name} alone fits`);
  }
  return found.size === 0 ? undefined : [...found].join('; ');
}

/** The same for people. */
export function explanationText({ requests, rows, columns }: Explanation): string {
  const lines = requests.flatMap(({ request, why, filter, narrowed, here }) => [
    `${request}: ${why}`,
    ...Object.entries(filter).map(([key, value]) => `  the service filters  ${key}=${value}`),
    ...(narrowed === undefined ? [] : [`  the service filters  ${narrowed}`]),
    ...here.map((text) => `  checked here         ${text}`),
  ]);
  const held = rows === 'streamed' ? 'as they come, page by page' : 'when all are known: they are sorted or grouped';
  return [...lines, `Rows are shown ${held}.`, `Columns: ${columns.join(', ')}`, ''].join('\n');
}

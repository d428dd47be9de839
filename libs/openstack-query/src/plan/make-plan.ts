import { Faults, QueryError } from '../errors.ts';
import { suggestion } from '../nearest.ts';
import { RESOURCES, resourceOf } from '../resources/catalogue.ts';
import { findResource } from '../resources/find-resource.ts';
import type { Resource } from '../resources/resource.ts';
import type { Grouping, QuerySpec } from '../spec.ts';
import { type Binding, bindCondition, sourceOf } from './bind-condition.ts';
import { type Path, findJoin, isPath, resolvePath } from './path.ts';
import type { Plan, PlannedGrouping, PlannedSort } from './plan.ts';

/** The largest page that nova gives. */
const PAGE = 1000;

/**
 * Finds everything that a query names, or all that is wrong with it.
 * @param now milliseconds: what ages are counted from
 * @throws QueryError
 */
export function makePlan(spec: QuerySpec, now: number, faults = new Faults()): Plan {
  const resource = findResource(spec.resource);
  if (resource === undefined) throw unknownResource(spec.resource);
  const planner = new Planner(resource, faults, now);
  const where = (spec.where ?? []).map((condition, i) => planner.bind(condition, `where[${i}]`));
  const columns = planner.columns(spec);
  const sort = (spec.sort ?? []).flatMap((key, i) => planner.sort(key, `sort[${i}]`));
  const grouping = spec.group && planner.grouping(spec.group);
  const { limit, allProjects = true } = spec;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    faults.add({ code: 'QUERY_BAD_OPTION', message: 'a limit is a whole number', part: 'limit' });
  }
  if (!allProjects && resource.scoped !== true) {
    const message = `${resource.name} cannot be limited to the own project: add a condition`;
    faults.add({ code: 'QUERY_BAD_OPTION', message, part: 'allProjects' });
  }
  faults.check();
  const bounds = where.filter((bound) => bound !== undefined);
  const paths = [...columns, ...sort.map(({ path }) => path)];
  const source = sourceOf(resource, bounds, {
    paths: grouping !== undefined && 'by' in grouping ? [...paths, grouping.by] : paths,
    others: grouping !== undefined && 'named' in grouping ? grouping.named.map(({ bound }) => bound) : [],
  });
  // What is not looked at here need not come in a full page.
  const streams = bounds.length === 0 && sort.length === 0 && grouping === undefined;
  const page = streams ? Math.max(1, Math.min(limit ?? PAGE, PAGE)) : PAGE;
  return { source, columns, sort, grouping, limit, scope: { allProjects, page } };
}

export function unknownResource(text: string): QueryError {
  const known = Object.keys(RESOURCES);
  const near = suggestion(text, known) || `; there are ${known.join(', ')}`;
  const message = `there are no '${text}' to query${near}`;
  return new QueryError([{ code: 'QUERY_UNKNOWN_RESOURCE', message, part: 'resource' }]);
}

class Planner {
  readonly #resource: Resource;
  readonly #faults: Faults;
  readonly #now: number;

  constructor(resource: Resource, faults: Faults, now: number) {
    this.#resource = resource;
    this.#faults = faults;
    this.#now = now;
  }

  bind(condition: Parameters<typeof bindCondition>[1], part: string): ReturnType<typeof bindCondition> {
    const binding: Binding = { faults: this.#faults, part, now: this.#now };
    return bindCondition(this.#resource, condition, binding);
  }

  columns({ select, with: joined = [] }: QuerySpec): Path[] {
    const shown = joined.flatMap((text, i) => this.#joinColumns(text, `with[${i}]`));
    const own = this.#resource;
    if (select === undefined) return unique([...own.columns.map((name) => this.#own(name)), ...shown]);
    if (select.length === 0) {
      this.#faults.add({ code: 'QUERY_BAD_OPTION', message: 'no column is selected', part: 'select' });
    }
    const all = Object.keys(own.properties);
    return unique(
      select.flatMap((text, i) =>
        text === '*' ? all.map((name) => this.#own(name)) : this.#path(text, `select[${i}]`),
      ),
    );
  }

  sort({ property, descending = false }: { property: string; descending?: boolean }, part: string): PlannedSort[] {
    return this.#path(property, part).flatMap((path) => (this.#isPlain(path, part) ? [{ path, descending }] : []));
  }

  grouping(group: Grouping): PlannedGrouping | undefined {
    if ('by' in group) {
      const [by] = this.#path(group.by, 'group');
      return by !== undefined && this.#isPlain(by, 'group') ? { by } : undefined;
    }
    const names = new Set(group.rest === undefined ? [] : [group.rest]);
    const named = group.named.flatMap(({ name, condition }, i) => {
      const part = `group[${i}]`;
      if (names.has(name)) this.#faults.add({ code: 'QUERY_BAD_OPTION', message: `two groups '${name}'`, part });
      names.add(name);
      const bound = this.bind(condition, part);
      return bound === undefined ? [] : [{ name, bound }];
    });
    return { named, rest: group.rest };
  }

  #joinColumns(text: string, part: string): Path[] {
    const join = findJoin(this.#resource, text);
    if (join !== undefined) {
      return resourceOf(join.of.to).joinColumns.map((column) => this.#own(`${join.name}.${column}`));
    }
    const known = Object.keys(this.#resource.joins);
    const near = suggestion(text, known) || `; what can be: ${known.join(', ') || 'nothing'}`;
    const message = `${this.#resource.name} cannot be joined with '${text}'${near}`;
    this.#faults.add({ code: 'QUERY_UNKNOWN_LINK', message, part });
    return [];
  }

  #own(name: string): Path {
    return resolvePath(this.#resource, name) as Path;
  }

  #path(text: string, part: string): Path[] {
    const path = resolvePath(this.#resource, text);
    if (isPath(path)) return [path];
    this.#faults.add({ ...path, part });
    return [];
  }

  #isPlain({ kind, name }: Path, part: string): boolean {
    if (kind !== 'list' && kind !== 'map') return true;
    const message = `'${name}' is a ${kind}: it has no order and makes no groups`;
    this.#faults.add({ code: 'QUERY_BAD_OPERATOR', message, part });
    return false;
  }
}

const unique = (paths: readonly Path[]): Path[] => [...new Map(paths.map((path) => [path.name, path])).values()];

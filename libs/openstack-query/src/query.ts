import type { OpenStackClient } from '@opsbook/openstack';
import type { Condition } from './condition/condition.ts';
import { type Conditions, conditionsOf, testCondition } from './conditions.ts';
import { QueryError } from './errors.ts';
import { FORMATS, type FormatName } from './output/formats.ts';
import { type Explanation, explainPlan } from './plan/explain.ts';
import { makePlan } from './plan/make-plan.ts';
import type { Plan } from './plan/plan.ts';
import { CATALOGUE, type ResourceName, linksOf, resourceOf } from './resources/catalogue.ts';
import { type Chunk, itemsOf, resultOf } from './run/result.ts';
import type { Grouping, QuerySpec } from './spec.ts';
import type {
  DefaultColumn,
  JoinName,
  LinkedKind,
  Operand,
  OperandAt,
  OperatorAt,
  PathOf,
  ValueAt,
} from './typed-paths.ts';

/** What a query found, under the names of its columns and in their order. */
export type RowOf<R extends ResourceName, C extends PathOf<R>> = { [P in C]: ValueAt<R, P> };

export interface QueryOptions {
  /** Milliseconds since the epoch: what ages are counted from. Default: when the query is run. */
  now?: () => number;
}

/**
 * A query of one kind of resource. Every method but those that run it gives a new query and changes nothing; nothing is sent
 * before it is run. What runs it throws a QueryError with all that is wrong, before the first request, and then whatever
 * the cloud's client throws.
 */
export class Query<R extends ResourceName, C extends PathOf<R> = DefaultColumn<R>> implements AsyncIterable<
  RowOf<R, C>
> {
  /** The query as data. */
  readonly spec: QuerySpec;
  readonly #cloud: OpenStackClient;
  readonly #options: QueryOptions;

  constructor(cloud: OpenStackClient, spec: QuerySpec, options: QueryOptions = {}) {
    this.#cloud = cloud;
    this.spec = spec;
    this.#options = options;
  }

  /** Only what fulfils this too. */
  where<P extends PathOf<R>, O extends OperatorAt<R, P>>(
    property: P,
    operator: O,
    ...value: OperandAt<R, P, O>
  ): Query<R, C>;
  where(condition: Condition | ((is: Conditions<R>) => Condition)): Query<R, C>;
  where(
    given: string | Condition | ((is: Conditions<R>) => Condition),
    operator?: string,
    value?: Operand,
  ): Query<R, C> {
    const condition =
      typeof given === 'string'
        ? testCondition(given, operator ?? '', value)
        : typeof given === 'function'
          ? given(conditionsOf<R>())
          : given;
    return this.#but({ where: [...(this.spec.where ?? []), condition] });
  }

  /** Shows columns of what it refers to. Naming `user.email` anywhere joins users too. */
  with(...joins: readonly JoinName<R>[]): Query<R, C> {
    return this.#but({ with: [...(this.spec.with ?? []), ...joins] });
  }

  /** The columns, in this order; a later selection replaces an earlier one. */
  select<P extends PathOf<R>>(...columns: readonly P[]): Query<R, P> {
    return new Query<R, P>(this.#cloud, { ...this.spec, select: columns }, this.#options);
  }

  /** All of its own properties. */
  selectAll(): Query<R, PathOf<R>> {
    return new Query(this.#cloud, { ...this.spec, select: ['*'] }, this.#options);
  }

  /** `sort('user.name', '-createdAt')`: the first is the most significant, `-` is descending, null comes last. */
  sort(...keys: readonly (PathOf<R> | `-${PathOf<R>}`)[]): Query<R, C> {
    return this.#but({ sort: keys.map(sortKey) });
  }

  /** A group for every value, in the order in which they come up. */
  groupBy(property: PathOf<R>): Query<R, C> {
    return this.#but({ group: { by: property } });
  }

  /**
   * Groups with names; each is a condition, and a row is in the first that it fulfils. The others are left out, or in the
   * group that `rest` names.
   */
  groupInto(
    groups: Readonly<Record<string, (is: Conditions<R>) => Condition>>,
    { rest }: { rest?: string } = {},
  ): Query<R, C> {
    const named = Object.entries(groups).map(([name, make]) => ({ name, condition: make(conditionsOf<R>()) }));
    const group: Grouping = { named, rest };
    return this.#but({ group });
  }

  /** So many rows at most: where nothing is sorted, no more pages are asked for than that takes. */
  limit(rows: number): Query<R, C> {
    return this.#but({ limit: rows });
  }

  /** Servers and volumes: those of the token's project alone. Images: those that it sees, public ones too. */
  ownProject(): Query<R, C> {
    return this.#but({ allProjects: false });
  }

  /**
   * A query of what is linked with what this one finds: `users().where(...).chain('servers')`. Conditions are carried over;
   * columns of this kind are to be had as joined ones (`user.email`).
   * @throws QueryError for a query with a limit
   */
  chain<K extends LinkedKind<R>>(kind: K): Query<K> {
    const { resource, where = [], limit, allProjects } = this.spec;
    if (limit !== undefined) {
      throw new QueryError([
        { code: 'QUERY_BAD_OPTION', message: 'a query with a limit cannot be chained', part: 'limit' },
      ]);
    }
    const [link] = [...linksOf(resourceOf(kind))].find(([, { from }]) => from.name === resource) ?? [kind];
    const of = where.length === 0 ? undefined : conditionsOf<R>().all(...where);
    const linked: Condition = { kind: 'linked', link, of };
    const spec: QuerySpec = { resource: kind, where: [linked], ...(allProjects === false && { allProjects }) };
    return new Query<K>(this.#cloud, spec, this.#options);
  }

  /** Row by row, as pages come in. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RowOf<R, C>, void, undefined> {
    for await (const { rows } of this.#chunks()) yield* rows;
  }

  /** All rows; where the query groups, one group after the other. */
  async rows(): Promise<RowOf<R, C>[]> {
    return (await all(this.#chunks())).flatMap(({ rows }) => rows);
  }

  /** The groups, each with its rows; a query that does not group is one without a name. */
  async groups(): Promise<{ group: unknown; rows: readonly RowOf<R, C>[] }[]> {
    if (this.spec.group === undefined) return [{ group: undefined, rows: await this.rows() }];
    return (await all(this.#chunks())).map(({ group, rows }) => ({ group, rows }));
  }

  /** The values of each column. */
  async columns(): Promise<{ [P in C]: ValueAt<R, P>[] }> {
    const plan = this.#plan();
    const rows = await this.rows();
    const columns = plan.columns.map(({ name }) => [name, rows.map((row) => row[name as C])]);
    return Object.fromEntries(columns) as { [P in C]: ValueAt<R, P>[] };
  }

  /** The resources themselves, as `@opsbook/openstack` has them. */
  async items<T = unknown>(): Promise<T[]> {
    return (await all(itemsOf(this.#cloud, this.#plan()))).flatMap(({ rows }) => rows) as T[];
  }

  /** The result as text, piece by piece. */
  async *output(format: FormatName): AsyncGenerator<string, void, undefined> {
    const plan = this.#plan();
    const write = await FORMATS[format]();
    yield* write(resultOf(this.#cloud, plan), { resource: plan.source.resource.name });
  }

  /** Which requests it makes, and what is checked where. Sends nothing. @throws QueryError */
  explain(): Explanation {
    return explainPlan(this.#plan(), this.spec.where ?? []);
  }

  #but(change: Partial<QuerySpec>): Query<R, C> {
    return new Query<R, C>(this.#cloud, { ...this.spec, ...change }, this.#options);
  }

  #plan(): Plan {
    return makePlan(this.spec, (this.#options.now ?? Date.now)());
  }

  async *#chunks(): AsyncGenerator<Chunk<RowOf<R, C>>, void, undefined> {
    const { columns, chunks } = resultOf(this.#cloud, this.#plan());
    for await (const { group, rows } of chunks) {
      const shown = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
      yield { group, rows: shown as RowOf<R, C>[] };
    }
  }
}

const sortKey = (key: string): { property: string; descending: boolean } =>
  key.startsWith('-') ? { property: key.slice(1), descending: true } : { property: key, descending: false };

async function all<T>(chunks: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}

type Queries = { [R in ResourceName]: () => Query<R> };

/** `query(cloud).servers().where('status', '=', 'SHUTOFF').select('name', 'user.email').sort('-updatedAt').rows()` */
export function query(cloud: OpenStackClient, options: QueryOptions = {}): Queries {
  const kinds = Object.keys(CATALOGUE).map((resource) => [resource, () => new Query(cloud, { resource }, options)]);
  return Object.fromEntries(kinds) as Queries;
}

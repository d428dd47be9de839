import type { OpenStackClient } from '@opsbook/openstack';
import { FORMATS, type FormatName } from '../output/formats.ts';
import { type Explanation, explainPlan } from '../plan/explain.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { type Result, resultOf } from '../run/result.ts';
import { type QueryText, readQuery } from './read-query.ts';

/** A query that was typed, and in which nothing is wrong. */
export interface PlannedQuery {
  explain(): Explanation;
  /** The result as text, piece by piece. */
  output(cloud: OpenStackClient, format: FormatName): AsyncGenerator<string, void, undefined>;
  result(cloud: OpenStackClient): Result;
}

/**
 * Reads and plans a query that was typed. Sends nothing.
 * @param now milliseconds: what ages are counted from
 * @throws QueryError with everything that is wrong
 */
export function textQuery(text: QueryText, now: number): PlannedQuery {
  const { spec, faults } = readQuery(text);
  const plan: Plan = makePlan(spec, now, faults);
  return {
    explain: () => explainPlan(plan, spec.where ?? []),
    result: (cloud) => resultOf(cloud, plan),
    async *output(cloud, format) {
      const write = await FORMATS[format]();
      yield* write(resultOf(cloud, plan), { resource: plan.source.resource.name });
    },
  };
}

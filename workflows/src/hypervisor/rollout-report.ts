import type { ItemReport } from '@opsbook/runbook';
import * as z from 'zod';
import type { MaintainReport } from './maintain-report.ts';

const RESULTS = ['maintained', 'earlier', 'skipped', 'failed', 'not reached', 'planned'] as const;

const HostResult = z.object({
  hypervisor: z.string(),
  result: z
    .enum(RESULTS)
    .describe(
      'earlier: since `since`, by another run. skipped: nothing was begun. not reached: the rollout stopped first',
    ),
  inService: z.boolean().nullable().describe('Whether it was proven and is enabled; null: nothing was done to it'),
  why: z.string().nullable(),
  ticket: z.string().nullable().describe('Key of the issue that tells of it'),
  next: z.string().nullable().describe('What to do about it'),
});

export type HostResult = z.output<typeof HostResult>;

const Wait = z.object({ batch: z.number(), for: z.string(), from: z.string(), until: z.string() });

export type Wait = z.output<typeof Wait>;

/** What a plan foresees of one batch. */
export const BatchForecast = z.object({
  batch: z.number(),
  hypervisors: z.array(
    z.object({
      hypervisor: z.string(),
      servers: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          how: z.enum(['live', 'cold']).nullable().describe('null: it cannot be moved'),
          destinations: z.number().describe('How many hosts would take it, were it alone'),
          to: z.array(z.string()).describe('The first of them'),
          why: z.string().nullable().describe('Why it would stay'),
        }),
      ),
    }),
  ),
  crowded: z.array(z.object({ id: z.string(), name: z.string(), why: z.string() })),
  balance: z.array(z.object({ resource: z.string(), wanted: z.number(), free: z.number() })),
});

export type BatchForecast = z.output<typeof BatchForecast>;

/** What became of every hypervisor, and why it went no further. */
export const RolloutReport = z.object({
  hypervisors: z.array(HostResult),
  counts: z.record(z.enum(RESULTS), z.number()),
  budget: z.object({
    allowed: z.number().describe('Maintenances that might fail'),
    spent: z.number().describe('Those that did'),
  }),
  stopped: z.string().nullable().describe('Why no further one was begun; null: none was left'),
  left: z.array(z.string()).describe('Hypervisors that are still to be maintained'),
  waits: z.array(Wait).describe('For what batches waited'),
  since: z.string().describe('To be given to the run that goes on'),
  next: z.string().nullable(),
  forecast: z.array(BatchForecast).optional().describe('In a plan: what moves where, by what is so now'),
});

export type RolloutReport = z.output<typeof RolloutReport>;

/** What is known of a hypervisor's maintenance when its lane has ended. */
export function hostResult(
  hypervisor: string,
  { status, value, why: given, error }: ItemReport<MaintainReport>,
  { begun, planning }: { begun: boolean; planning: boolean },
): HostResult {
  const why = given ?? null;
  if (planning && error?.code === 'UNKNOWN_IN_PLAN') return bare(hypervisor, 'planned', null);
  if (status === 'skipped') return bare(hypervisor, begun ? 'skipped' : 'not reached', why);
  const report = value ?? (error?.details as MaintainReport | undefined);
  const result = status === 'failed' ? 'failed' : 'maintained';
  if (report?.steps === undefined) return bare(hypervisor, result, why);
  const { inService, ticket, next } = report;
  return { hypervisor, result, inService, why, ticket, next };
}

export const bare = (hypervisor: string, result: HostResult['result'], why: string | null): HostResult => ({
  ...{ hypervisor, result, why, inService: null, ticket: null, next: null },
});

interface Ended extends Pick<RolloutReport, 'waits' | 'since'> {
  results: HostResult[];
  allowed: number;
  forecast: BatchForecast[];
}

export function rolloutReport({ results, allowed, waits, since, forecast }: Ended): RolloutReport {
  const counts = Object.fromEntries(
    RESULTS.map((name) => [name, results.filter(({ result }) => result === name).length]),
  ) as RolloutReport['counts'];
  const left = results.filter(({ result }) => !['maintained', 'earlier', 'planned'].includes(result));
  return {
    hypervisors: results,
    counts,
    budget: { allowed, spent: counts.failed },
    stopped: results.find(({ result }) => result === 'not reached')?.why ?? null,
    left: left.map(({ hypervisor }) => hypervisor),
    waits,
    since,
    next:
      left.length === 0
        ? null
        : `mend what failed, then run it again with since=${since}: it goes on with what is left`,
    ...(forecast.length > 0 && { forecast }),
  };
}

export function rolloutSummary({ counts, left, stopped }: RolloutReport): string {
  const told = Object.entries(counts).flatMap(([result, count]) => (count > 0 ? [`${count} ${result}`] : []));
  return `${left.length} hypervisors are left (${told.join(', ')})${stopped === null ? '' : `; it stopped: ${stopped}`}`;
}

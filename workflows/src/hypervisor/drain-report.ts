import type { ItemReport } from '@opsbook/runbook';
import * as z from 'zod';
import { isByPolicy } from '../server/eligibility.ts';
import { MoveReport } from '../server/move-report.ts';
import { Preflight } from '../server/preflight/preflight.ts';

const about = { id: z.string().describe('UUID of the server'), name: z.string() };

/** What became of every server, and whether the host is empty. */
export const DrainReport = z.object({
  hypervisor: z.string(),
  disabledReason: z.string().nullable().describe('The reason that the compute service shows'),
  moved: z.array(MoveReport),
  skipped: z.array(z.object({ ...about, why: z.string() })),
  failed: z.array(z.object({ ...about, why: z.string(), requestId: z.string().nullable() })),
  left: z.array(z.object({ ...about, status: z.string() })).describe('What nova shows on the host at the end'),
  empty: z.boolean().describe('Whether nothing is left'),
  forecast: Preflight.optional().describe('In a plan: where the servers could go'),
});

export type DrainReport = z.output<typeof DrainReport>;

interface Drained {
  host: string;
  disabledReason: string | null;
  moves: readonly ItemReport<MoveReport>[];
  known: ReadonlyMap<string, { name: string }>;
  left: readonly { id: string; name: string; status: string }[];
  forecast: Preflight | null;
}

export function drainReport({ host, disabledReason, moves, known, left, forecast }: Drained): DrainReport {
  const about = (key: string) => ({ id: key, name: known.get(key)?.name ?? key });
  const why = (item: ItemReport<MoveReport>) => item.why ?? 'no reason given';
  return {
    hypervisor: host,
    disabledReason,
    moved: moves.flatMap(({ value }) => (value === undefined ? [] : [value])),
    skipped: moves.filter(({ status }) => status === 'skipped').map((item) => ({ ...about(item.key), why: why(item) })),
    failed: moves
      .filter(({ status }) => status === 'failed')
      .map((item) => ({ ...about(item.key), why: why(item), requestId: item.error?.requestId ?? null })),
    left: left.map(({ id, name, status }) => ({ id, name, status })),
    empty: left.length === 0,
    ...(forecast && { forecast }),
  };
}

export function drainSummary({ hypervisor: host, left, skipped, failed, moved }: DrainReport): string {
  const counts = `${moved.length} moved, ${skipped.length} skipped, ${failed.length} failed`;
  if (left.length === 0) return `${host} is empty, but not all went well (${counts})`;
  const spared = skipped.filter(({ why }) => isByPolicy(why)).map(({ id }) => id);
  const byHand = left.every(({ id }) => spared.includes(id)) ? '. Rules keep these: move them by hand' : '';
  return `${host} is not empty: ${left.length} left (${counts})${byHand}`;
}

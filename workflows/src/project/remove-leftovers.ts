import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { LEFTOVER_KINDS, Leftover } from './leftovers.ts';
import { removeLeftover } from './remove-leftover.ts';

export const RemovalReport = z.object({
  deleted: z.array(Leftover),
  failed: z.array(Leftover.extend({ why: z.string(), requestId: z.string().nullable() })),
});

export type RemovalReport = z.output<typeof RemovalReport>;

/** Kind by kind: what is in the way of the next one goes first. A failure of one does not keep the others. */
export async function removeLeftovers(
  ctx: RunContext<Services>,
  cloud: string,
  all: readonly Leftover[],
): Promise<RemovalReport> {
  const report: RemovalReport = { deleted: [], failed: [] };
  for (const kind of LEFTOVER_KINDS) {
    const some = all.filter((one) => one.kind === kind);
    const { items } = await ctx.each(
      `${kind}s`,
      some,
      { key: ({ id }) => id, label: ({ id, name }) => name || id, concurrency: 4, maxFailures: Infinity },
      (step, one) => removeLeftover(step, cloud, one),
    );
    for (const { key, status, why, error } of items) {
      const one = some.find(({ id }) => id === key);
      if (one === undefined) continue;
      if (status === 'changed') report.deleted.push(one);
      if (status === 'failed') report.failed.push({ ...one, why: why ?? '', requestId: error?.requestId ?? null });
    }
  }
  return report;
}

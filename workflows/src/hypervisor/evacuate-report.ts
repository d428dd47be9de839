import * as z from 'zod';
import { EvacuationLeftovers } from '../compute-service/evacuation-leftovers.ts';
import { EvacuationReport } from '../server/evacuate-server.ts';
import { Preflight } from '../server/preflight/preflight.ts';

const about = { id: z.string().describe('UUID of the server'), name: z.string() };

/** What became of every server of a dead host, and what has to be looked at before the host comes back. */
export const EvacuateReport = z.object({
  hypervisor: z.string(),
  fenced: z.object({ by: z.string(), how: z.string() }).describe('Who said that the host is fenced, and how'),
  disabledReason: z.string().nullable().describe('The reason that the compute service shows'),
  evacuated: z.array(EvacuationReport),
  skipped: z.array(z.object({ ...about, why: z.string() })),
  failed: z.array(z.object({ ...about, why: z.string(), requestId: z.string().nullable() })),
  left: z.array(z.object({ ...about, status: z.string() })).describe('What nova still shows on the dead host'),
  leftovers: EvacuationLeftovers.describe('What the dead host has to clear up when it starts again'),
  forecast: Preflight.optional().describe('In a plan: where the servers could go'),
});

export type EvacuateReport = z.output<typeof EvacuateReport>;

export function evacuateSummary({ hypervisor, evacuated, skipped, failed, left }: EvacuateReport): string {
  const counts = `${evacuated.length} evacuated, ${skipped.length} skipped, ${failed.length} failed`;
  return `${left.length} of its servers are still on ${hypervisor} (${counts})`;
}

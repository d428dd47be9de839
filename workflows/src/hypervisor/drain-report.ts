import * as z from 'zod';
import { MoveReport } from '../server/move-report.ts';

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
});

export type DrainReport = z.output<typeof DrainReport>;

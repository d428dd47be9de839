import * as z from 'zod';
import { IssueReport } from './ensure-issue.ts';

/** What became of several tickets. */
export const TicketsReport = z.strictObject({
  tickets: z.array(IssueReport.extend({ summary: z.string() })),
  skipped: z.array(z.strictObject({ summary: z.string(), why: z.string() })),
  failed: z.array(z.strictObject({ summary: z.string(), why: z.string() })),
});

export type TicketsReport = z.infer<typeof TicketsReport>;

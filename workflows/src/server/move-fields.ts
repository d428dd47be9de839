import * as z from 'zod';

/** How servers are moved: the same fields wherever one or many are. */
export const moveFields = {
  destination: z.string().min(1).optional().describe("Host to move to; default the scheduler's choice"),
  liveMigration: z
    .boolean()
    .default(true)
    .describe('Move running servers while they run; otherwise they are down meanwhile'),
  snapshot: z.boolean().default(false).describe('Make an image of each server first'),
  includeLocked: z.boolean().default(false).describe('Move locked servers too'),
  preflight: z
    .boolean()
    .default(true)
    .describe('Leave a server where it is when no host would take it; otherwise nova is asked all the same'),
  onCancel: z
    .enum(['finish', 'abort'])
    .default('finish')
    .describe('What a cancel does to a live migration under way: wait for its end, or abort it'),
};

import * as z from 'zod';

/** One server that was moved. */
export const MoveReport = z.object({
  id: z.string().describe('UUID of the server'),
  name: z.string(),
  from: z.string().describe('The host it left'),
  to: z.string().nullable().describe('The host it is on; null in a plan where the scheduler will choose'),
  how: z.enum(['live', 'cold']),
  seconds: z.number().describe('From the request until it was seen on the new host'),
  migrationId: z.number().nullable().describe("Nova's id of the migration"),
  requestId: z.string().nullable().describe("Nova's id of the request that asked for it"),
  snapshot: z.string().nullable().describe('Image made beforehand'),
  note: z.string().optional(),
});

export type MoveReport = z.output<typeof MoveReport>;

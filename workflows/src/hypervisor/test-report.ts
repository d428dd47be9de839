import * as z from 'zod';

/** What became of one test server. */
export const FlavorTest = z.object({
  flavor: z.string(),
  server: z.string().nullable().describe('Name of the test server; null where none was made'),
  passed: z.boolean(),
  why: z.string().nullable().describe('Why it failed, in the words of the service'),
  requestId: z.string().nullable(),
  seconds: z.int().describe('Until it was ACTIVE, or failed'),
  left: z.string().nullable().describe('What is left of it, and why; null: nothing'),
});

export type FlavorTest = z.output<typeof FlavorTest>;

/** Whether servers can be built on a hypervisor. */
export const HostTest = z.object({
  hypervisor: z.string(),
  passed: z.boolean(),
  why: z.string().nullable().describe('Why not; null where it passed'),
  flavors: z.array(FlavorTest),
  leftovers: z
    .array(z.object({ id: z.string(), name: z.string(), status: z.string(), run: z.string() }))
    .describe('Test servers that earlier runs have left'),
});

export type HostTest = z.output<typeof HostTest>;

import * as z from 'zod';

const cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

const row = z.record(z.string(), cell);

/** What a query found. */
export const found = z.object({
  columns: z.array(z.string()).describe('As they were selected, in this order'),
  rows: z.array(row).describe('By column; empty where it groups'),
  groups: z
    .array(z.object({ group: cell, rows: z.array(row) }))
    .nullable()
    .describe('Each with its rows; null where it does not group'),
  count: z.number().describe('Rows given, in all groups'),
  truncated: z.boolean().describe('There are more than the limit'),
  text: z.string().nullable().describe('The result in the format asked for'),
});

export type Found = z.output<typeof found>;
export type Cell = z.output<typeof cell>;

import { defineRunbook } from '@opsbook/runbook';
import * as z from 'zod';

/** A runbook of a site's own, which returns what it is given. */
export const echo = defineRunbook()({
  name: 'site.echo',
  summary: 'Return what it is given',
  risk: 'safe',
  input: z.strictObject({
    text: z.string().optional().describe('A text'),
    count: z.int().optional().describe('An integer'),
    share: z.number().optional().describe('A number'),
    flag: z.boolean().optional().describe('A boolean'),
    list: z.array(z.json()).optional().describe('A list'),
    map: z.record(z.string(), z.json()).optional().describe('An object'),
  }),
  output: z.unknown(),
  run: (_ctx, input) => Promise.resolve(input),
});

import * as z from 'zod';
import { cloud, hypervisor, reason } from '../fields.ts';
import { moveFields } from '../server/move-fields.ts';
import { ORDERS } from './in-order.ts';

export const DrainInput = z.strictObject({
  cloud,
  hypervisor,
  reason,
  ...moveFields,
  concurrency: z.int().min(1).max(20).default(2).describe('Servers moved at once'),
  order: z.enum(ORDERS).default('smallest').describe('Which servers go first, by memory or by name'),
  maxFailures: z.int().min(0).optional().describe('Stop after more failures than this; default: try every server'),
});

export type DrainInput = z.output<typeof DrainInput>;

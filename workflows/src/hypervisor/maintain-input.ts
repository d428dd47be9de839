import * as z from 'zod';
import { cloud, hypervisor, reason } from '../fields.ts';
import { moveFields } from '../server/move-fields.ts';

const { destination: _, ...moves } = moveFields;

export const MaintainInput = z.strictObject({
  cloud,
  hypervisor,
  reason,
  from: z
    .enum(['auto', 'patch', 'reboot', 'test'])
    .default('auto')
    .describe('What to begin with after the host is empty; auto: with what the last run has not done yet'),
  takeOver: z.boolean().default(false).describe('Go on although a person disabled the host; their reason stays'),
  enableAfter: z.boolean().default(false).describe('With takeOver: enable it at the end all the same'),
  notify: z.boolean().default(false).describe('Mail the owners of its servers before they are moved'),
  ...moves,
  concurrency: z.int().min(1).max(20).default(2).describe('Servers moved at once'),
  flavors: z
    .enum(['one', 'every'])
    .default('one')
    .describe('Test servers of one flavor, chosen by chance, or of every one that the aggregates of the host allow'),
  keepFailed: z.boolean().default(false).describe('Leave a test server that failed, to be looked at'),
});

export type MaintainInput = z.output<typeof MaintainInput>;

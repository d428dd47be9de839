import type { Services } from '@opsbook/services';
import * as z from 'zod';

export const icinga = z
  .string()
  .min(1)
  .describe('Entry of icinga in the configuration; default: the only one')
  .optional();

export const run = z
  .string()
  .regex(/^[\w.-]{1,120}$/, 'must be the id of a run')
  .describe('Only what this run has made; default: what any run has made')
  .optional();

/** What a downtime is of. */
export const downtimeFields = {
  icinga,
  host: z.string().min(1).max(255).describe('Host, by its name in Icinga'),
  service: z.string().min(1).max(255).describe('One service of the host; default: the host').optional(),
};

/** What a run has a lease on that changes downtimes of a host. */
export const downtimeTarget = (
  { icinga: name, host }: { icinga?: string | undefined; host: string },
  { config }: Pick<Services, 'config'>,
): string => `icinga/${name ?? Object.keys(config.icinga)[0] ?? ''}/${host}`;

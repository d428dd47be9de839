import * as z from 'zod';

export const icinga = z
  .string()
  .min(1)
  .describe('Entry of icinga in the configuration; default: the only one')
  .optional();

/** What a downtime is of. */
export const downtimeFields = {
  icinga,
  host: z.string().min(1).max(255).describe('Host, by its name in Icinga'),
  service: z.string().min(1).max(255).describe('One service of the host; default: the host').optional(),
};

import * as z from 'zod';
import { address } from './address-field.ts';
import { loginSchema } from './login-schema.ts';
import { tlsSchema } from './tls-schema.ts';

/** One entry of `alertmanager`. */
export const alertmanagerSchema = z.lazy(() =>
  z
    .strictObject({
      url: z
        .union([address, z.array(address).min(1)], { error: 'must be an http or https address, or a list of them' })
        .describe('Its address with its path prefix; of a cluster a list, in the order in which they are asked.')
        .transform((value) => (typeof value === 'string' ? [value] : value)),
      auth: loginSchema.optional(),
      tls: tlsSchema.optional(),
    })
    .describe('An Alertmanager, or a cluster of them, by the name that runbooks are given.'),
);

export type AlertmanagerSettings = z.output<typeof alertmanagerSchema>;

import * as z from 'zod';
import { addressField } from './address-field.ts';
import { secretField } from './secret-field.ts';
import { tlsSchema } from './tls-schema.ts';

/** One entry of `icinga`. */
export const icingaSchema = z.lazy(() =>
  z
    .strictObject({
      url: addressField('Address of its API, without `/v1`: `https://icinga.example.com:5665`.'),
      auth: z
        .strictObject({
          username: z.string().min(1, 'is empty').describe('Name of an `ApiUser`.'),
          password: secretField('Its password.'),
        })
        .describe('How to log in.'),
      author: z
        .string()
        .min(1, 'is empty')
        .default('opsbook')
        .describe('Whose downtimes are made, and are the only ones that are removed.'),
      tls: tlsSchema.optional(),
    })
    .describe('An Icinga 2 by the name that runbooks are given.'),
);

export type IcingaSettings = z.output<typeof icingaSchema>;

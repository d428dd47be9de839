import * as z from 'zod';
import { addressField } from './address-field.ts';
import { loginSchema } from './login-schema.ts';
import { tlsSchema } from './tls-schema.ts';

/** One entry of `prometheus`. */
export const prometheusSchema = z.lazy(() =>
  z
    .strictObject({
      url: addressField('Its address with its path prefix, without `/api/v1`.'),
      auth: loginSchema.optional(),
      tls: tlsSchema.optional(),
    })
    .describe('A Prometheus by the name that runbooks are given.'),
);

export type PrometheusSettings = z.output<typeof prometheusSchema>;

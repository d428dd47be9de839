import * as z from 'zod';

/** How every client talks HTTP. */
export const httpSchema = z.strictObject({
  connectTimeout: z.number().positive().max(300).default(10).describe('Seconds for TCP and TLS.'),
  timeout: z
    .number()
    .positive()
    .max(3600)
    .default(60)
    .describe('Seconds for one attempt of a request, to the last byte; `api_timeout` of clouds.yaml wins.'),
  retries: z.int().min(0).max(20).default(4).describe('Further attempts after one that may be repeated.'),
});

export type HttpSettings = z.output<typeof httpSchema>;

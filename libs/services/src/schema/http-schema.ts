import * as z from 'zod';

/** How every client talks HTTP. */
export const httpSchema = z.strictObject({
  timeout: z
    .number()
    .positive()
    .max(3600)
    .default(60)
    .describe('Seconds for one attempt of a request, to the last byte.'),
});

export type HttpSettings = z.output<typeof httpSchema>;

import * as z from 'zod';

/** How a report names a thing of a cloud. */
export const named = z.object({ id: z.string(), name: z.string() });

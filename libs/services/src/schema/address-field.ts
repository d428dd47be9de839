import * as z from 'zod';

const WRONG = 'must be an address that begins with http:// or https://';

/** The address of a service: credentials have fields of their own, and what is asked for is added to it. */
export const address = z
  .url({ protocol: /^https?$/, error: WRONG })
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), 'credentials belong in auth')
  .refine((text) => !/[?#]/.test(text), 'has a query or a fragment');

export const addressField = (description: string) => address.describe(description);

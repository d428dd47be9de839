import { Secret } from '@opsbook/context';
import * as z from 'zod';
import { loginSchema } from './login-schema.ts';
import { secretField } from './secret-field.ts';
import { tlsSchema } from './tls-schema.ts';

/** One entry of `webhooks`. */
export const webhookSchema = z.lazy(() =>
  z
    .strictObject({
      url: secretField('Where JSON is posted to. A secret: whoever knows the address of a chat room may write there.'),
      auth: loginSchema.optional(),
      tls: tlsSchema.optional(),
    })
    // An address that has a fault of its own is no Secret.
    .refine(({ url }) => !(url instanceof Secret) || /^https?:$/.test(protocolOf(url.reveal())), {
      path: ['url'],
      message: 'must be an address that begins with http:// or https://',
    })
    .describe('An address that takes JSON, by the name that runbooks are given.'),
);

const protocolOf = (url: string) => (URL.canParse(url) ? new URL(url).protocol : '');

export type WebhookSettings = z.output<typeof webhookSchema>;

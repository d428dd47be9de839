import type { Secret } from '@opsbook/context';
import * as z from 'zod';
import { secretField } from './secret-field.ts';

/** A signature over the time and the body, by a secret that both sides know. */
export interface HmacAuth {
  secret: Secret;
  /** Names of headers, in lower case. */
  header: string;
  timestampHeader: string;
  /** Seconds. */
  window: number;
}

/** How one source proves that it is the one. */
export type SourceAuth =
  | { by: 'token'; token: Secret }
  | { by: 'password'; username: string; password: Secret }
  | { by: 'hmac'; hmac: HmacAuth }
  | { by: 'certificate'; certificates: readonly string[] };

const header = (description: string, usual: string) =>
  z
    .string()
    .regex(/^[\w-]+$/, 'must be the name of a header')
    .default(usual)
    .describe(description)
    .transform((name) => name.toLowerCase());

const hmacSchema = z.lazy(() =>
  z.strictObject({
    secret: secretField('What both sides know.'),
    header: header('Header of the signature.', 'X-Opsbook-Signature'),
    timestampHeader: header('Header of the time of signing, in seconds since 1970.', 'X-Opsbook-Timestamp'),
    window: z
      .int()
      .positive()
      .max(3600)
      .default(300)
      .describe('Seconds by which that time may be off; within them no signature is taken twice.'),
  }),
);

/** How a source of alerts or webhooks proves itself. There is no source without. */
export const sourceAuthSchema = z.lazy(() =>
  z
    .strictObject({
      token: secretField('Bearer token.').optional(),
      username: z.string().min(1, 'is empty').describe('With `password`: basic authentication.').optional(),
      password: secretField('With `username`.').optional(),
      hmac: hmacSchema
        .describe('HMAC-SHA256, hexadecimal, over `<timestamp>.<body>`; `sha256=` may stand before it.')
        .optional(),
      certificates: z
        .array(z.string().min(1))
        .min(1)
        .describe(
          'Names of client certificates, as common name or alternative name (DNS, URI), compared exactly; issued by `serve.tls.clientCa`.',
        )
        .optional(),
    })
    .superRefine((given, context) => {
      const names = Object.keys(given).sort().join();
      if (['token', 'password,username', 'hmac', 'certificates'].includes(names)) return;
      const message = 'needs exactly one of: token; username and password; hmac; certificates';
      context.addIssue({ code: 'custom', message });
    })
    .describe('How it proves itself: exactly one way.')
    .transform(({ token, username, password, hmac, certificates }): SourceAuth => {
      if (token !== undefined) return { by: 'token', token };
      if (hmac !== undefined) return { by: 'hmac', hmac };
      if (certificates !== undefined) return { by: 'certificate', certificates };
      return { by: 'password', username: username as string, password: password as Secret };
    }),
);

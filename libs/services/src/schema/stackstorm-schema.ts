import type { Secret } from '@opsbook/context';
import * as z from 'zod';
import { addressField } from './address-field.ts';
import { secretField } from './secret-field.ts';
import { tlsSchema } from './tls-schema.ts';

type StackStormLogin = { apiKey: Secret } | { token: Secret } | { username: string; password: Secret };

const authSchema = z.lazy(() =>
  z
    .strictObject({
      apiKey: secretField('A key of its API, alone.').optional(),
      token: secretField('A token, alone. It comes to its end, and nobody renews it.').optional(),
      username: z.string().min(1, 'is empty').describe('With `password`: tokens are fetched and renewed.').optional(),
      password: secretField('With `username`.').optional(),
    })
    .superRefine((given, context) => {
      const names = Object.keys(given).sort().join();
      if (['apiKey', 'token', 'password,username'].includes(names)) return;
      context.addIssue({ code: 'custom', message: 'needs exactly one of: apiKey; token; username and password' });
    })
    .describe('How to log in: exactly one way.')
    .transform(({ apiKey, token, username, password }): StackStormLogin => {
      if (apiKey !== undefined) return { apiKey };
      if (token !== undefined) return { token };
      return { username: username as string, password: password as Secret };
    }),
);

/** One entry of `stackstorm`. */
export const stackstormSchema = z.lazy(() =>
  z
    .strictObject({
      url: addressField(
        'Address of its nginx, below which are `/api`, `/auth` and `/stream`: `https://st2.example.com`. Or give `apiUrl`.',
      ).optional(),
      apiUrl: addressField('Address of the API alone: `http://st2.example.com:9101`. Default: below `url`.').optional(),
      authUrl: addressField('Address where tokens are fetched. Default: below `url`.').optional(),
      streamUrl: addressField('Address of the stream of events. Default: below `url`.').optional(),
      auth: authSchema,
      tls: tlsSchema.optional(),
    })
    .superRefine(({ url, apiUrl, authUrl, auth }, context) => {
      const refuse = (path: string, message: string) => {
        context.addIssue({ code: 'custom', path: [path], message });
      };
      if ((url ?? apiUrl) === undefined) refuse('url', 'is missing: give url or apiUrl');
      else if ((url ?? authUrl) === undefined && 'username' in auth)
        refuse('authUrl', 'is missing: needed to log in with a name and password');
    })
    .describe('A StackStorm by name.'),
);

export type StackStormSettings = z.output<typeof stackstormSchema>;

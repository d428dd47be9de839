import type { Secret } from '@opsbook/context';
import * as z from 'zod';
import { secretField } from './secret-field.ts';

/** By name and password (basic), or with a token (bearer). */
export type Login = { username: string; password: Secret } | { token: Secret };

/** How to log in to a service that knows basic and bearer authentication. */
export const loginSchema = z.lazy(() =>
  z
    .strictObject({
      username: z.string().min(1, 'is empty').describe('With `password`.').optional(),
      password: secretField('With `username`.').optional(),
      token: secretField('Sent as bearer token, instead of name and password.').optional(),
    })
    .superRefine((given, context) => {
      const names = Object.keys(given).sort().join();
      if (names === 'token' || names === 'password,username') return;
      context.addIssue({ code: 'custom', message: 'needs username and password, or token alone' });
    })
    .describe('How to log in. Default: not at all.')
    .transform(({ username, password, token }): Login =>
      token === undefined ? { username: username as string, password: password as Secret } : { token },
    ),
);

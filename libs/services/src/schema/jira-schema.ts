import type { Secret } from '@opsbook/context';
import * as z from 'zod';
import { addressField } from './address-field.ts';
import { secretField } from './secret-field.ts';
import { tlsSchema } from './tls-schema.ts';

type JiraAuth = { email: string; apiToken: Secret } | { token: Secret } | { username: string; password: Secret };

const WANTED = {
  cloud: ['apiToken,email'],
  'data-center': ['token', 'password,username'],
};

/** One entry of `jira`. */
export const jiraSchema = z.lazy(() =>
  z
    .strictObject({
      url: addressField('`https://example.atlassian.net`, or the base URL of a Data Center with its context path.'),
      deployment: z.enum(['cloud', 'data-center']).describe('Which Jira it is.'),
      auth: z
        .strictObject({
          email: z.string().min(1, 'is empty').describe('Of the account, with `apiToken` (Cloud).').optional(),
          apiToken: secretField('API token of the account (Cloud).').optional(),
          token: secretField('Personal access token (Data Center).').optional(),
          username: z.string().min(1, 'is empty').describe('With `password` (Data Center).').optional(),
          password: secretField('With `username`; better a token.').optional(),
        })
        .describe('How to log in. Cloud: `email` and `apiToken`. Data Center: `token`, or `username` and `password`.')
        .transform((auth) => auth as JiraAuth),
      tls: tlsSchema.optional(),
    })
    .superRefine(
      ({ deployment, auth }, context) => {
        const wanted = (WANTED as Record<string, string[] | undefined>)[deployment];
        if (wanted === undefined || typeof auth !== 'object' || wanted.includes(Object.keys(auth).sort().join()))
          return;
        const message =
          deployment === 'cloud' ? 'needs email and apiToken' : 'needs token alone, or username and password';
        context.addIssue({ code: 'custom', path: ['auth'], message });
      },
      { when: ({ value }) => typeof value === 'object' && value !== null },
    )
    .describe('A Jira by the name that runbooks are given.'),
);

export type JiraSettings = z.output<typeof jiraSchema>;

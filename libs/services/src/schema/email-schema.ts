import * as z from 'zod';
import { secretField } from './secret-field.ts';
import { tlsSchema } from './tls-schema.ts';

const text = (description: string) => z.string().min(1, 'is empty').describe(description);

/** One entry of `email`. */
export const emailSchema = z.lazy(() =>
  z
    .strictObject({
      host: text('Name of the mail server.'),
      port: z.int().min(1).max(65_535).describe('Default: 587; with `security: tls` 465, with `none` 25.').optional(),
      security: z
        .enum(['starttls', 'tls', 'none'])
        .default('starttls')
        .describe(
          '`starttls`: required, without it nothing is sent. `tls`: from the first byte. `none`: in the clear, for a relay on ' +
            'this host.',
        ),
      tls: tlsSchema
        .extend({ servername: text('The name that the certificate has to be for. Default: `host`.').optional() })
        .describe('Certificates, as paths of files.')
        .optional(),
      auth: z
        .strictObject({ username: text('Name of the login.'), password: secretField('Its password.') })
        .describe('How to log in. Default: not at all.')
        .optional(),
      from: text('Sender of mails that name none: `Ops <ops@example.org>`.').optional(),
      replyTo: text('Where answers go to, for mails that name no address.').optional(),
      clientName: text("Our name in EHLO. Default: the host's name, if it is a full one.").optional(),
      sessions: z.int().min(1).max(100).default(1).describe('Sessions at once.'),
      rate: z
        .strictObject({
          mails: z.number().positive().describe('So many mails ...'),
          seconds: z.number().positive().default(1).describe('... in so many seconds.'),
        })
        .describe('How fast mails are sent at most. Default: as fast as the server takes them.')
        .optional(),
      allow: z
        .array(z.string().min(1))
        .describe('Only these may be written to, as patterns: `*@example.org`. Default: everybody.')
        .optional(),
      redirectTo: text('Every mail goes to this address instead: for everything but production.').optional(),
    })
    .refine(({ allow, redirectTo }) => allow === undefined || redirectTo === undefined, {
      path: ['redirectTo'],
      message: 'give allow or redirectTo, not both',
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .describe('An account of a mail server by the name that runbooks are given.'),
);

export type EmailSettings = z.output<typeof emailSchema>;

import * as z from 'zod';

const address = z.email('must be an e-mail address');
const page = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' });

const letterheadSchema = z
  .strictObject({
    name: z.string().min(1).describe('Who writes: `Example Cloud`.'),
    signature: z.array(z.string().min(1)).default([]).describe('Lines below the text.'),
    links: z
      .array(z.strictObject({ title: z.string().min(1).describe('Its words.'), url: page.describe('Where it leads.') }))
      .default([])
      .describe('Links below that.'),
  })
  .describe('What stands around every mail.');

/** How mails to users and to the team are written: `notification.*`. */
export const notificationsSchema = z.strictObject({
  account: z.string().min(1).describe('Entry of `email` that sends them. Default: the default one.').optional(),
  letterhead: letterheadSchema.optional(),
  support: address
    .describe('Whom users write to. Mails to users are refused as long as nobody is named here.')
    .optional(),
  console: page.describe('Where users see their servers, start and delete them.').optional(),
  cloudNames: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe('Names of clouds as their users know them, by the name that runbooks are given. Default: that name.'),
  fallback: address
    .describe(
      'Who gets the mail about servers whose owner and project have no address. Default: nobody, and the run says so.',
    )
    .optional(),
  ops: z.array(address).default([]).describe('Who gets the reports that are for the team.'),
  remindAfter: z
    .number()
    .min(0)
    .max(3650)
    .default(7)
    .describe(
      'Days for which nobody is told the same of the same thing again, less a tenth of them or half a day: timers are not exact.',
    ),
  escalateAfter: z
    .int()
    .min(2)
    .max(100)
    .describe('From which notice on a copy goes to the contact of the project and to `escalateTo`. Default: never.')
    .optional(),
  escalateTo: z.array(address).default([]).describe('Who gets a copy then, besides the contact of the project.'),
});

export type NotificationSettings = z.output<typeof notificationsSchema>;

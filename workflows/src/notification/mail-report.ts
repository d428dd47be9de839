import * as z from 'zod';

const about = z.strictObject({ id: z.string(), name: z.string() });

/** What became of the mails. */
export const MailReport = z.strictObject({
  mailed: z.array(
    z.strictObject({
      address: z.string(),
      through: z.enum(['owner', 'project', 'fallback']),
      subject: z.string(),
      about: z.array(about),
      /** What it is about besides: the work on a hypervisor. */
      matter: z.string().optional(),
      /** Which notice this is about the thing it tells of longest. */
      notice: z.int(),
      messageId: z.string(),
      /** Recipients of copies whom the server refused, with its answer. */
      refused: z.array(z.strictObject({ address: z.string(), why: z.string() })),
    }),
  ),
  skipped: z.array(z.strictObject({ address: z.string(), about: z.array(about), why: z.string() })),
  failed: z.array(z.strictObject({ address: z.string(), about: z.array(about), why: z.string() })),
  /** What nobody could be told about. */
  unreachable: z.array(about),
});

export type MailReport = z.infer<typeof MailReport>;

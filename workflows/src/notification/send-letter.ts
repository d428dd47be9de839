import type { RenderedMail } from '@opsbook/email';
import { type Json, type RunContext, fail } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { letter } from './letter.ts';
import { refusedOf } from './refused-of.ts';

/** What became of one mail to one or several addresses. */
export const LetterReport = z.strictObject({
  to: z.array(z.string()),
  subject: z.string(),
  messageId: z.string(),
  /** Recipients whom the server refused, with its answer. */
  refused: z.array(z.strictObject({ address: z.string(), why: z.string() })),
});

export type LetterReport = z.infer<typeof LetterReport>;

interface LetterInput {
  subject?: string | undefined;
  cc: readonly string[];
  redirectTo?: string | undefined;
}

/**
 * Sends one mail, once: to a list, to the team. Fails when the server refused any of those it is for.
 * @param whole the report of the run, of which that of the letter is a part
 */
export async function sendLetter(
  ctx: RunContext<Services>,
  to: readonly string[],
  rendered: RenderedMail,
  { subject, cc, redirectTo }: LetterInput,
  whole: (mail: LetterReport) => Json = (mail) => mail,
): Promise<LetterReport> {
  const account = ctx.services.email(ctx.services.config.notifications.account);
  const mail = letter({ key: ctx.uuid(), to, cc, rendered, subject, redirectTo });
  const preview = account.preview(mail);
  const sent = { to: preview.to, subject: mail.subject, messageId: preview.messageId, refused: [] };
  const report = await ctx.once<LetterReport>(
    'sent',
    async () => ({ ...sent, refused: refusedOf(await account.send(mail)) }),
    {
      assume: sent,
      preview: () => ({ mail: preview }),
    },
  );
  const wanted = new Set(to.map((address) => address.toLowerCase()));
  const missed = report.refused.filter(({ address }) => wanted.has(address.toLowerCase()));
  if (missed.length > 0) {
    fail(`refused were ${missed.map(({ address, why }) => `${address} (${why})`).join(', ')}`, whole(report));
  }
  return report;
}

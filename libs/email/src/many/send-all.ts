import type { Mail } from '../mail/mail.ts';
import { prepare } from '../mail/prepare.ts';
import { composeAhead } from './compose-ahead.ts';
import { type Sender, deliver } from './deliver.ts';
import type { Failure, MailResult, RecipientStatus } from './mail-result.ts';
import { forEverybody } from './to-result.ts';

/** What became of many mails, in their order. Plain JSON: it can be a step's result. */
export interface SendAllResult {
  mails: MailResult[];
  /** Recipients, each counted once for each mail. */
  counts: Record<RecipientStatus, number>;
}

/** Told after each mail, for progress. */
export type OnMail = (result: MailResult, index: number) => void;

/**
 * Sends one mail after another and goes on whatever becomes of each; where no session can be had any more, the rest is not
 * sent, and says why.
 */
export async function sendAll(
  mails: readonly Mail[],
  sender: Sender,
  signal: AbortSignal,
  onMail: OnMail = () => undefined,
): Promise<SendAllResult> {
  const { host, port, sessions, spacing, context } = sender.settings;
  const prepared = prepare(mails, sender.settings);
  // Before anything is sent a refusal is the answer to the whole call; later it must not hide what was sent.
  context.guard.check({ effect: 'change', summary: `${mails.length} mails through ${host}:${port}` });
  const results: MailResult[] = [];
  let stopped: Failure | undefined;
  const remaining = prepared.entries();
  // A mail's Date is when it is sent: mails that are kept apart are not composed ahead.
  const ahead = spacing === 0 ? composeAhead(prepared, context.clock) : undefined;
  const work = async (): Promise<void> => {
    for (const [index, mail] of remaining) {
      const { result, ends = false } =
        stopped === undefined
          ? await deliver(mail, sender, signal, ahead && (() => ahead(index)))
          : { result: forEverybody(mail, { status: 'not-sent', ...stopped }) };
      if (ends) stopped ??= whyOf(result);
      results[index] = result;
      onMail(result, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(sessions, prepared.length) }, work));
  return { mails: results, counts: countsOf(results) };
}

/** Why a mail was not sent, for the others. */
function whyOf({ recipients: [first] }: MailResult): Failure | undefined {
  if (first === undefined || first.status === 'sent') return undefined;
  const { code, kind, message } = first;
  return { code, kind, message };
}

function countsOf(results: readonly MailResult[]): Record<RecipientStatus, number> {
  const counts: Record<RecipientStatus, number> = { sent: 0, refused: 0, unknown: 0, 'not-sent': 0 };
  for (const { status } of results.flatMap(({ recipients }) => recipients)) counts[status] += 1;
  return counts;
}

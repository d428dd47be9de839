import { sleep } from '@opsbook/context';
import { EmailError, isEmailError } from '../errors.ts';
import { compose } from '../mail/compose.ts';
import type { PreparedMail } from '../mail/prepare.ts';
import type { Settings } from '../options.ts';
import { PASSING } from '../session/passing.ts';
import type { Pool } from '../session/pool.ts';
import { type MailResult, failureOf } from './mail-result.ts';
import type { Pace } from './pace.ts';
import { forEverybody, toResult, whyNot } from './to-result.ts';

/** What an account sends with. */
export interface Sender {
  settings: Settings;
  pool: Pool;
  pace: Pace;
}

/** What became of one mail. */
export interface Delivery {
  result: MailResult;
  /** Why not everybody got it. */
  error?: Error;
  /** It was not about this mail: the next one would fare no better. */
  ends?: boolean;
}

/**
 * Sends one mail. When a session breaks before it can have taken the mail, the mail is queued again and tried after 1, 2, 4 ...
 * s; once its content was asked for, never. Does not reject.
 * @param content default: composed when it comes to it
 */
export async function deliver(
  mail: PreparedMail,
  sender: Sender,
  signal: AbortSignal,
  content: () => Promise<Buffer> = () => compose(mail, sender.settings.context.clock),
): Promise<Delivery> {
  const { guard, clock, log } = sender.settings.context;
  for (let requeues = 0; ; requeues += 1) {
    try {
      guard.check({ effect: 'change', summary: summaryOf(mail, sender.settings) });
    } catch (refusal) {
      const error = refusal as Error;
      const why = { code: 'EFFECT_REFUSED', kind: 'refused', message: error.message } as const;
      return { result: forEverybody(mail, { status: 'not-sent', ...why }), error, ends: true };
    }
    const { reused = false, ends = false, ...tried } = await attempt(mail, sender, signal, content);
    log?.(`mail ${mail.messageId}: ${tried.error?.code ?? tried.result.status}`, { requeues });
    const again = tried.result.status === 'not-sent' && PASSING.has(tried.error?.code ?? 'EMAIL_ABORTED');
    if (!again || requeues >= sender.settings.maxRequeues) return { ...tried, ends };
    // A session that the server had closed meanwhile says nothing about a new one.
    if (!reused) await sleep(clock, 1000 * 2 ** requeues, signal).catch(() => undefined);
  }
}

/** One line for people and for the guard. */
const summaryOf = ({ recipients, redirectedTo, subject }: PreparedMail, { host, port }: Settings): string =>
  `mail to ${redirectedTo ?? recipients.sentTo.join(', ')} through ${host}:${port} (${subject})`;

interface Attempt extends Delivery {
  error?: EmailError;
  /** On a session that had been idle. */
  reused?: boolean;
}

async function attempt(
  mail: PreparedMail,
  { settings, pool, pace }: Sender,
  signal: AbortSignal,
  content: () => Promise<Buffer>,
): Promise<Attempt> {
  const { from, recipients, redirectedTo } = mail;
  const failed = (reason: unknown): { result: MailResult; error: EmailError } => {
    const error = isEmailError(reason) ? reason : new EmailError('EMAIL_ABORTED', 'aborted', { cause: reason });
    const status = error.outcomeUnknown ? 'unknown' : 'not-sent';
    return { result: forEverybody(mail, { status, ...failureOf(error) }), error };
  };
  // A turn that passes while every session is busy would be made up for in a burst.
  const taken = await pool.take(signal, () => pace.turn(signal)).catch(failed);
  if ('error' in taken) return { ...taken, ends: true };
  const { session, reused } = taken;
  try {
    const to = redirectedTo === undefined ? recipients.sentTo : [redirectedTo];
    // Composing takes turns of the event loop, and no time.
    const release = settings.context.clock.hold();
    const bytes = await content().finally(release);
    const transferred = await session.transfer({ from: from.address, to, content: bytes }, signal);
    const error = whyNot(transferred);
    const ends = transferred.lost !== undefined && signal.aborted;
    return { result: toResult(mail, transferred), ends, ...(error !== undefined && { error }) };
  } catch (reason) {
    return { ...failed(reason), reused, ends: signal.aborted };
  } finally {
    pool.giveBack(session);
  }
}

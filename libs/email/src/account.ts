import { currentScope } from '@opsbook/context';
import { EmailError } from './errors.ts';
import { compose } from './mail/compose.ts';
import type { Mail } from './mail/mail.ts';
import { prepareMail } from './mail/prepare.ts';
import { type MailPreview, previewOf } from './mail/preview.ts';
import { type Sender, deliver } from './many/deliver.ts';
import type { MailResult } from './many/mail-result.ts';
import { Pace } from './many/pace.ts';
import { type OnMail, type SendAllResult, sendAll } from './many/send-all.ts';
import type { Settings } from './options.ts';
import { Pool } from './session/pool.ts';

export interface SendOptions {
  /** Ends what is not sent yet. */
  signal?: AbortSignal;
}

export interface SendAllOptions extends SendOptions {
  /** Told after each mail. It must not throw: the result would be lost. */
  onMail?: OnMail;
}

/** One mail account: a server, a login, a pool of sessions. Made by {@link email}. */
export class EmailAccount {
  readonly #sender: Sender;
  readonly #closing = new AbortController();

  constructor(settings: Settings) {
    const { context, spacing } = settings;
    this.#sender = { settings, pool: new Pool(settings), pace: new Pace(context.clock, spacing) };
  }

  /**
   * Sends one mail. Resolves once the server has taken it over for at least one recipient: look at `status`, which is
   * `partly-sent` where it refused others.
   * @throws EmailError when nobody got it; with `outcomeUnknown`, when somebody may have got it
   */
  async send(mail: Mail, { signal }: SendOptions = {}): Promise<MailResult> {
    const { settings } = this.#sender;
    const { result, error } = await deliver(prepareMail(mail, settings), this.#sender, this.#signal(signal));
    if (error !== undefined && result.status !== 'partly-sent') throw error;
    return result;
  }

  /**
   * Sends many, one after another on one session (or on `sessions`), and goes on when one fails. What became of each stands
   * in the result, for `failedOf` too.
   * @throws EmailError before anything is sent: EMAIL_INVALID_INPUT, EMAIL_RECIPIENT_NOT_ALLOWED, with all faults of all mails
   */
  async sendAll(mails: readonly Mail[], { signal, onMail }: SendAllOptions = {}): Promise<SendAllResult> {
    return sendAll(mails, this.#sender, this.#signal(signal), onMail);
  }

  /** What would be sent to whom, without sending or connecting: for the preview of a plan. Throws what `send` would at once. */
  preview(mail: Mail): MailPreview {
    return previewOf(prepareMail(mail, this.#sender.settings));
  }

  /** The mail as it would be sent, RFC 5322: a file `.eml` that mail programs open. */
  async source(mail: Mail): Promise<Buffer> {
    const { settings } = this.#sender;
    return compose(prepareMail(mail, settings), settings.context.clock);
  }

  /**
   * Connects, encrypts and logs in, and sends nothing.
   * @throws EmailError: what is wrong
   */
  async verify({ signal }: SendOptions = {}): Promise<void> {
    const { settings, pool } = this.#sender;
    const { host, port, context } = settings;
    context.guard.check({ effect: 'read', summary: `connect to ${host}:${port} and log in` });
    const { session } = await pool.take(this.#signal(signal));
    pool.giveBack(session);
  }

  /** Ends sessions and what is under way (EMAIL_ABORTED), and refuses what is asked for afterwards. */
  close(): void {
    this.#closing.abort(new EmailError('EMAIL_ABORTED', 'nothing was sent: the account was closed'));
    this.#sender.pool.close();
  }

  #signal(given: AbortSignal | undefined): AbortSignal {
    const signals = [given, this.#sender.settings.context.signal, currentScope()?.signal];
    return AbortSignal.any([this.#closing.signal, ...signals.filter((signal) => signal !== undefined)]);
  }
}

import { EmailAccount } from './account.ts';
import { type EmailOptions, settingsOf } from './options.ts';

/**
 * An account of a mail server. It connects at the first mail.
 * @throws EMAIL_CONFIG, listing every fault of the options
 */
export const email = (options: EmailOptions): EmailAccount => new EmailAccount(settingsOf(options));

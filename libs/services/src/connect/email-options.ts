import type { Context } from '@opsbook/context';
import type { EmailOptions } from '@opsbook/email';
import type { Config } from '../config.ts';
import type { EmailSettings } from '../schema/email-schema.ts';
import { given } from './given.ts';
import { tlsOptions } from './tls-options.ts';

/** The options of a mail account. */
export function emailOptions(config: Config, name: string, context: Context): EmailOptions {
  const { tls, ...entry } = config.email[name] as EmailSettings;
  return given({ ...entry, tls: tlsOptions(tls, `email.${name}`), context });
}

import type { Context } from '@opsbook/context';
import type { SshOptions } from '@opsbook/ssh';
import type { SshSettings } from '../schema/ssh-schema.ts';
import { given } from './given.ts';

/** The options of the SSH client. */
export function sshOptions(settings: SshSettings, context: Context): SshOptions {
  const { keys, password, agent, sudoPassword, config, ...same } = settings;
  return given({
    ...same,
    auth: given({ keys: keys?.map(given), password, agent }),
    sudo: given({ password: sudoPassword }),
    // No file at all is `false` to the library.
    config: config?.length === 0 ? (false as const) : config,
    context,
  });
}

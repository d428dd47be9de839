import type { Services } from '@opsbook/services';
import { isSshError } from '@opsbook/ssh';
import { CommandFailed, unlessFailed } from '../host/command-failed.ts';
import { sshOf } from './ssh-of.ts';

/** One boot of a host. */
export interface Boot {
  /** Another one after each boot. */
  id: string;
  /** Seconds since then. */
  uptime: number;
}

/** Asks a hypervisor which boot this is, and how long ago it was. */
export async function bootOf(services: Services, hypervisor: string): Promise<Boot> {
  const { bootId, uptime } = services.config.maintenance;
  const { host, client } = sshOf(services, hypervisor);
  const id = unlessFailed(bootId, await client.read(host, bootId, { timeout: 30 })).stdout.trim();
  const seconds = Number.parseFloat(unlessFailed(uptime, await client.read(host, uptime, { timeout: 30 })).stdout);
  if (id !== '' && seconds >= 0) return { id, uptime: Math.round(seconds) };
  throw new NoBoot(`${host} does not tell its boot: its id is '${id.slice(0, 60)}', its uptime ${seconds}`);
}

class NoBoot extends Error {}

const AWAY_KINDS = ['unavailable', 'timeout', 'unauthorized'];

/**
 * Whether it may be on its way down or up: no connection, or one on which nobody may log in or have a command run yet, as with
 * pam_nologin. Another host key is not this, nor what the configuration does not allow.
 */
export const isAway = (error: unknown): boolean =>
  error instanceof CommandFailed ||
  error instanceof NoBoot ||
  (isSshError(error) && (AWAY_KINDS.includes(error.kind) || error.code === 'SSH_NOT_STARTED'));

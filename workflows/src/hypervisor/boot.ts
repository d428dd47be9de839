import type { Services } from '@opsbook/services';
import { unlessFailed } from '../host/command-failed.ts';
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
  throw new Error(`${host} does not tell its boot: its id is '${id.slice(0, 60)}', its uptime ${seconds}`);
}

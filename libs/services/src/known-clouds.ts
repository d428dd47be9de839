import { listClouds } from '@opsbook/openstack';
import type { Config } from './config.ts';
import type { Env } from './load/home-path.ts';

/**
 * Every name that `services.openstack()` takes, sorted: the clouds of the configuration and those of clouds.yaml. One that
 * cannot be read counts as having none; what is wrong with it is told to whoever asks for a cloud of it.
 */
export function knownClouds(config: Pick<Config, 'clouds'>, env: Env = process.env): string[] {
  return [...new Set([...Object.keys(config.clouds), ...listClouds(env)])].sort();
}

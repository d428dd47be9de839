import type * as z from 'zod';
import type { configSchema } from '../schema/config-schema.ts';
import { type Env, absolutePath } from './home-path.ts';

type Settings = z.output<typeof configSchema>;

/** Makes the paths in the configuration absolute: what they are relative to is the configuration file, not where one works. */
export function resolvePaths(settings: Settings, base: string, env: Env): Settings {
  const clouds = Object.entries(settings.clouds).map(([name, cloud]) => [
    name,
    cloud.cloudsFile === undefined ? cloud : { ...cloud, cloudsFile: absolutePath(cloud.cloudsFile, base, env) },
  ]);
  return {
    ...settings,
    ...(settings.ledger === undefined ? {} : { ledger: absolutePath(settings.ledger, base, env) }),
    clouds: Object.fromEntries(clouds) as Settings['clouds'],
  };
}

import type { Config } from './config.ts';
import type { CloudSettings } from './schema/cloud-schema.ts';

/** What opsbook.yaml says about a cloud; nothing, for one that is only in clouds.yaml. */
export const cloudSettings = ({ clouds }: Pick<Config, 'clouds'>, name: string): CloudSettings =>
  // Names are given by people, and `constructor` is in every object.
  (Object.hasOwn(clouds, name) ? clouds[name] : undefined) ?? {};

import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Record<string, string | undefined>;

/** A variable that is set to something: an empty one counts as none. */
export const variable = (env: Environment, name: string): string | undefined =>
  env[name] === '' ? undefined : env[name];

const SUFFIXES = ['.yaml', '.yml', '.json'];

/**
 * Where openstacksdk looks for `clouds`, `secure` and `clouds-public`: the working directory, the user's configuration,
 * the system's; in each `.yaml`, `.yml`, `.json`. The first file that exists and may be read is the only one used.
 */
export function searchPath(stem: string, env: Environment): string[] {
  // Inside a snap HOME is the snap's own.
  const home = env.SNAP_REAL_HOME ?? env.HOME ?? homedir();
  const folders = [
    process.cwd(),
    join(variable(env, 'XDG_CONFIG_HOME') ?? join(home, '.config'), 'openstack'),
    join(home, '.config', 'openstack'),
    ...(variable(env, 'XDG_CONFIG_DIRS') ?? '/etc/xdg').split(':').map((folder) => join(folder, 'openstack')),
    '/etc/openstack',
  ];
  return [...new Set(folders)].flatMap((folder) => SUFFIXES.map((suffix) => join(folder, stem + suffix)));
}

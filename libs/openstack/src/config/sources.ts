import { type Entry, isEntry, merged } from './entry.ts';
import { environmentCloud, environmentCloudName } from './environment.ts';
import { type ReadFile, readFirst, readNamed } from './read-file.ts';
import { type Environment, searchPath, variable } from './search-path.ts';

/** Files to read instead of those that are searched for. When any is given, only what is given is read. */
export interface ConfigFiles {
  clouds?: string;
  secure?: string;
  /** Vendor profiles (`clouds-public.yaml`). */
  public?: string;
}

/** All clouds that files and environment know. */
export interface Sources {
  clouds: Entry;
  /** The vendor profiles of clouds-public.yaml. */
  profiles: Entry;
  /** The name of the cloud that `OS_*` describe, if they describe one. */
  fromEnvironment: string | undefined;
  /** The files that were read, for messages. */
  files: string[];
  faults: string[];
}

/** Reads clouds.yaml, lays secure.yaml over it, and adds the cloud that `OS_*` describe. */
export function readSources(env: Environment, files: ConfigFiles = {}): Sources {
  const only = Object.values(files).some((path) => path !== undefined);
  const clouds = read('clouds', files.clouds, only, env, 'OS_CLIENT_CONFIG_FILE');
  const secure = read('secure', files.secure, only, env, 'OS_CLIENT_SECURE_FILE');
  const vendors = read('clouds-public', files.public, only, env);
  const found = [clouds, secure, vendors].filter((file) => file !== undefined);
  const faults = found.flatMap((file) => file.faults);

  const content = merged(clouds?.content ?? {}, secure?.content ?? {});
  const known = mapping(content.clouds, 'clouds', clouds?.path ?? secure?.path ?? 'clouds.yaml', faults);
  const profiles = mapping(vendors?.content['public-clouds'], 'public-clouds', vendors?.path ?? '', faults);

  const described = environmentCloud(env);
  const name = environmentCloudName(env);
  if (described !== undefined && name in known) {
    faults.push(`clouds.${name}: is also the name of the cloud that OS_* describe; set OS_CLOUD_NAME to another`);
  }
  return {
    clouds: described === undefined ? known : { ...known, [name]: described },
    profiles,
    fromEnvironment: described === undefined ? undefined : name,
    files: found.map((file) => file.path),
    faults,
  };
}

function read(
  stem: string,
  given: string | undefined,
  only: boolean,
  env: Environment,
  namedBy?: string,
): ReadFile | undefined {
  if (given !== undefined) return readNamed(given, 'given');
  if (only) return undefined;
  const named = namedBy === undefined ? undefined : variable(env, namedBy);
  return named !== undefined ? readNamed(named, namedBy ?? '') : readFirst(searchPath(stem, env));
}

function mapping(value: unknown, key: string, path: string, faults: string[]): Entry {
  if (isEntry(value)) return value;
  if (value !== undefined && value !== null) faults.push(`${path}: ${key}: must be a mapping`);
  return {};
}

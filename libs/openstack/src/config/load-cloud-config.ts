import { OpenStackError } from '../core/errors.ts';
import { chooseRegion } from './choose-region.ts';
import type { CloudConfig } from './cloud-config.ts';
import { type CloudSecrets, unusedSecrets, withSecrets } from './cloud-secrets.ts';
import { type Entry, isEntry, merged, normalized } from './entry.ts';
import { Fields } from './fields.ts';
import { readCloud } from './read-cloud.ts';
import { type Environment, variable } from './search-path.ts';
import { type ConfigFiles, type Sources, readSources } from './sources.ts';

export type { ConfigFiles } from './sources.ts';

export interface LoadOptions {
  /** A name in clouds.yaml; default `$OS_CLOUD`, else what `OS_*` describe, else the only cloud there is. */
  cloud?: string;
  /** One of the cloud's regions; default `$OS_REGION_NAME`, else the first. */
  region?: string;
  /** Default `process.env`. */
  env?: Environment;
  files?: ConfigFiles;
  /** Laid over the cloud's entry, last of all: one without a password is complete with it. */
  auth?: CloudSecrets;
}

/**
 * Reads a cloud's configuration as openstacksdk does: clouds.yaml, secure.yaml laid over it, vendor profiles of
 * clouds-public.yaml below it, and `OS_*`. A cloud of the file is not mixed with a cloud that `OS_*` describe.
 * @throws OPENSTACK_CONFIG, listing every fault with its path
 */
export function loadCloudConfig({ cloud, region, env = process.env, files, auth = {} }: LoadOptions = {}): CloudConfig {
  const sources = readSources(env, files);
  const name = chooseCloud(sources, cloud, env);
  const raw = sources.clouds[name];
  const path = name === sources.fromEnvironment ? 'OS_*' : `clouds.${name}`;
  if (!isEntry(raw)) throw wrong(name, sources, [...sources.faults, `${path}: must be a mapping`]);

  const faults = [...sources.faults];
  const entry = withProfile(normalized(raw), sources.profiles, path, faults);
  const regional = chooseRegion(entry, region ?? regionOf(name, sources, env));
  if (typeof regional === 'string') throw wrong(name, sources, [...faults, `${path}.${regional}`]);

  const fields = new Fields(path, withSecrets(withRegionFilled(regional.entry, regional.region), auth));
  const config = readCloud(name, regional.region, fields, env);
  for (const field of unusedSecrets(config.auth, auth)) {
    fields.missing(field, `is given and not used: the login is of type ${config.auth.type} (auth_type)`);
  }
  faults.push(...fields.faults);
  if (faults.length > 0) throw wrong(name, sources, faults);
  return config;
}

/** The names that {@link loadCloudConfig} knows, in the order of the file; the cloud that `OS_*` describe comes last. */
export function listClouds(env: Environment = process.env, files?: ConfigFiles): string[] {
  return Object.keys(readSources(env, files).clouds);
}

function chooseCloud(sources: Sources, cloud: string | undefined, env: Environment): string {
  const known = Object.keys(sources.clouds);
  const name = cloud ?? variable(env, 'OS_CLOUD') ?? sources.fromEnvironment;
  if (name === undefined) {
    const [only, ...others] = known;
    if (only !== undefined && others.length === 0) return only;
    throw wrong(undefined, sources, [...sources.faults, `no cloud is chosen (OS_CLOUD); ${knownClouds(known)}`]);
  }
  if (known.includes(name)) return name;
  throw wrong(undefined, sources, [...sources.faults, `there is no cloud '${name}'; ${knownClouds(known)}`]);
}

const knownClouds = (known: readonly string[]): string =>
  known.length > 0 ? `known are ${known.join(', ')}` : 'no clouds.yaml and no OS_* describe any';

// Next to a whole cloud in OS_*, OS_REGION_NAME is that cloud's.
const regionOf = (name: string, { fromEnvironment }: Sources, env: Environment): string | undefined =>
  fromEnvironment === undefined || fromEnvironment === name ? variable(env, 'OS_REGION_NAME') : undefined;

function withProfile(entry: Entry, profiles: Entry, path: string, faults: string[]): Entry {
  const name = entry.profile ?? entry.cloud;
  if (typeof name !== 'string') return entry;
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined && profile !== null && !isEntry(profile)) {
    faults.push(`public-clouds.${name}: must be a mapping`);
    return entry;
  }
  if (isEntry(profile)) return merged(besideOwnRegion(normalized(profile), entry), entry);
  const auth = entry.auth;
  // The profiles that openstacksdk brings along are not known here; an entry that says everything itself needs none.
  if (!isEntry(auth) || auth.auth_url === undefined) {
    faults.push(`${path}.profile: '${name}' is not in clouds-public.yaml; write its auth_url into the cloud itself`);
  }
  return entry;
}

// A cloud that says which region it means has said so for good: the profile's list begins with another.
function besideOwnRegion({ regions, region_name, ...rest }: Entry, own: Entry): Entry {
  if ((own.regions ?? own.region_name ?? '') !== '') return rest;
  return { ...rest, ...(regions !== undefined && { regions }), ...(region_name !== undefined && { region_name }) };
}

// Clouds with many regions have addresses such as `https://{region_name}.example.com`.
function withRegionFilled(entry: Entry, region: string | undefined): Entry {
  if (region === undefined) return entry;
  const filled = (mapping: Entry): Entry =>
    Object.fromEntries(
      Object.entries(mapping).map(([key, value]) => [
        key,
        typeof value === 'string' && ADDRESS.test(key) ? value.replaceAll('{region_name}', region) : value,
      ]),
    );
  return filled(isEntry(entry.auth) ? { ...entry, auth: filled(entry.auth) } : entry);
}

const ADDRESS = /^auth_url$|_endpoint(_override)?$/;

function wrong(name: string | undefined, sources: Sources, faults: readonly string[]): OpenStackError {
  const where = sources.files.length > 0 ? ` (read: ${sources.files.join(', ')})` : '';
  const what = name === undefined ? 'the OpenStack configuration' : `the configuration of cloud '${name}'`;
  const [single] = faults;
  const list = faults.length === 1 ? ` ${single}` : faults.map((fault) => `\n  ${fault}`).join('');
  return new OpenStackError('OPENSTACK_CONFIG', `${what} is wrong${where}:${list}`, { faults });
}

import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import type { CloudConfig, EndpointInterface } from './cloud-config.ts';
import type { Fields } from './fields.ts';
import { httpUrl } from './http-url.ts';
import { readAuth } from './read-auth.ts';
import type { Environment } from './search-path.ts';

/** One cloud's entry, region chosen, as a configuration. What is wrong with it is left in `fields.faults`. */
export function readCloud(name: string, region: string | undefined, fields: Fields, env: Environment): CloudConfig {
  const cacert = readPath(fields, 'cacert', env);
  const cert = readPath(fields, 'cert', env);
  const key = readPath(fields, 'key', env);
  const apiTimeout = readSeconds(fields, 'api_timeout');
  const microversions = readMicroversions(fields);
  const regions = byService(fields.matching(/^(.+)_region_name$/), ({ value }) => value);
  const interfaces = byService(
    [...fields.matching(/^(.+)_interface$/), ...fields.matching(/^(.+)_endpoint_type$/)],
    ({ name, value }) => interfaceOf(fields, name, value),
  );
  if (key !== undefined && cert === undefined) fields.fault('key', 'is of no use without cert');
  return {
    name,
    auth: readAuth(fields),
    ...(region !== undefined && { region }),
    interface: interfaceOf(fields, 'interface', fields.text('endpoint_type', 'interface') ?? 'public'),
    ...(regions !== undefined && { regions }),
    ...(interfaces !== undefined && { interfaces }),
    endpointOverrides: readOverrides(fields),
    ...(microversions !== undefined && { microversions }),
    // `insecure` is the stronger of the two, as in openstacksdk.
    verify: fields.flag('insecure') === true ? false : (fields.flag('verify') ?? true),
    ...(cacert !== undefined && { cacert }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(apiTimeout !== undefined && { apiTimeout }),
  };
}

function interfaceOf(fields: Fields, name: string, text: string): EndpointInterface {
  // `publicURL` is the same of older days.
  const value = text.replace(/URL$/, '');
  if (value === 'public' || value === 'internal' || value === 'admin') return value;
  fields.fault(name, 'must be public, internal or admin');
  return 'public';
}

type Match = ReturnType<Fields['matching']>[number];

/** A value by service type, which the fields' names have with `_` for `-`; undefined where there is no such field. */
function byService<T>(matches: readonly Match[], read: (match: Match) => T): Record<string, T> | undefined {
  if (matches.length === 0) return undefined;
  return Object.fromEntries(matches.map((match) => [match.part.replaceAll('_', '-'), read(match)]));
}

function readOverrides(fields: Fields): Record<string, string> {
  const found = [...fields.matching(/^(.+)_endpoint$/), ...fields.matching(/^(.+)_endpoint_override$/)];
  return byService(found, ({ name, value }) => httpUrl(fields, name, value) ?? '') ?? {};
}

function readMicroversions(fields: Fields): Record<string, string> | undefined {
  return byService(fields.matching(/^(.+)_default_microversion$/), ({ name, value }) => {
    if (!/^\d+\.\d+$/.test(value)) fields.fault(name, 'must be a version such as 2.79');
    return value;
  });
}

function readPath(fields: Fields, name: string, env: Environment): string | undefined {
  const path = fields.text(name)?.replace(/^~(?=\/)/, env.HOME ?? homedir());
  if (path !== undefined && !isReadable(path)) fields.fault(name, `${path} does not exist or may not be read`);
  return path;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function readSeconds(fields: Fields, name: string): number | undefined {
  const value = fields.text(name);
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (seconds > 0) return seconds;
  fields.fault(name, 'must be a number of seconds above 0');
  return undefined;
}

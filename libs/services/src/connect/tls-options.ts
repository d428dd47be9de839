import { readFileSync } from 'node:fs';
import { Secret } from '@opsbook/context';
import { ConfigError } from '../errors.ts';
import type { TlsFiles } from '../schema/tls-schema.ts';
import { given } from './given.ts';

/**
 * What the libraries want of certificates: the files' contents. Undefined where nothing is said.
 * @param place of the entry in the configuration: `icinga.main`
 * @throws ConfigError CONFIG_NOT_FOUND with every file that cannot be read
 */
export function tlsOptions(tls: TlsFiles | undefined, place: string) {
  if (tls === undefined) return undefined;
  const { ca, cert, key = cert, insecure, servername } = tls;
  const faults: { path: string; message: string }[] = [];
  const read = (field: string, path: string | undefined): string | undefined => {
    try {
      return path === undefined ? undefined : readFileSync(path, 'utf8');
    } catch (error) {
      faults.push({
        path: `${place}.tls.${field}`,
        message: `the file ${path ?? ''} cannot be read: ${(error as Error).message}`,
      });
      return undefined;
    }
  };
  // A PEM file may hold both.
  const secret = cert === undefined ? undefined : read('key', key);
  const options = {
    ca: read('ca', ca),
    cert: read('cert', cert),
    key: secret === undefined ? undefined : new Secret(secret),
    insecure,
    servername,
  };
  if (faults.length > 0) throw new ConfigError('CONFIG_NOT_FOUND', 'certificates cannot be read:', faults);
  return given(options);
}

import { readFileSync } from 'node:fs';
import { Secret } from '@opsbook/context';
import type { CloudConfig } from './cloud-config.ts';

/** What the transport needs of `verify`, `cacert`, `cert` and `key`: the files' contents. */
export function tlsOf({ verify, cacert, cert, key }: CloudConfig) {
  return {
    insecure: !verify,
    ...(verify && cacert !== undefined && { ca: readFileSync(cacert, 'utf8') }),
    ...(cert !== undefined && { cert: readFileSync(cert, 'utf8') }),
    // A PEM file may hold both.
    ...(cert !== undefined && { key: new Secret(readFileSync(key ?? cert, 'utf8')) }),
  };
}

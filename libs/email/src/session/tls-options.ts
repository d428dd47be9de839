import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Settings } from '../options.ts';

/** TLS 1.2 at least; the certificate is verified against `tls.servername` or the host's name or address. */
export function tlsOptions({ host, tls }: Settings): ConnectionOptions {
  const { ca, cert, key, servername, insecure = false } = tls;
  // An address is verified too, but has no place in SNI.
  const name = servername ?? (isIP(host) === 0 ? host : undefined);
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: !insecure,
    ...(name !== undefined && { servername: name }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key: typeof key === 'string' ? key : key.reveal() }),
  };
}

import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret } from '@opsbook/context';
import type { TlsOptions } from './index.ts';
import { ClientBench, httpErrorOf } from './testing/client-bench.ts';

// A self-signed certificate for 127.0.0.1 which nothing but this test trusts; valid until 2120.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbLR3eDKr1fKK/7FR
TNOFGRegR5pkU3kj7PSKvKeDlGyhRANCAATCwxS12/mxcmJPT5crxyWNhqWCaPQ3
Y/QgViPAAmnFur/N5MraYw7Z9E6E0kE/hP7Ueo7GEyCAbMx7h+CfWbpE
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBQzCB6aADAgECAgEBMAoGCCqGSM49BAMCMBcxFTATBgNVBAMMDG9wc2Jvb2sg
dGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFzEVMBMGA1UE
AwwMb3BzYm9vayB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEwsMUtdv5
sXJiT0+XK8cljYalgmj0N2P0IFYjwAJpxbq/zeTK2mMO2fROhNJBP4T+1HqOxhMg
gGzMe4fgn1m6RKMkMCIwDwYDVR0RBAgwBocEfwAAATAPBgNVHRMBAf8EBTADAQH/
MAoGCCqGSM49BAMCA0kAMEYCIQCkl3QyWk/ZkrRdNRFaE8NiVV94moAdubMc3Bg6
nUGX4wIhAPc6iWE3I0Zijqz0Wfuc3CeHzsEI0/QHf61GhwYBwpBr
-----END CERTIFICATE-----`;

let bench: ClientBench;
let server: Server;

beforeEach(() => {
  bench = new ClientBench();
});

afterEach(async () => {
  await bench.stop();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

async function serve(options: { requestCert?: boolean } = {}): Promise<void> {
  const settings = { key, cert, ca: cert, rejectUnauthorized: true, ...options };
  server = createServer(settings, (_request, response) => response.end('hello')).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

const request = (tls?: TlsOptions, host = '127.0.0.1') => {
  const baseUrl = `https://${host}:${(server.address() as AddressInfo).port}`;
  const client = bench.client({ baseUrl, ...(tls === undefined ? {} : { tls }) });
  return client.request({ method: 'PUT', url: '/' });
};

describe('a certificate', () => {
  it('that nobody vouches for ends the request at once, with nothing sent', async () => {
    await serve();
    const error = await httpErrorOf(request());
    expect(error).toMatchObject({ code: 'HTTP_TLS', kind: 'unavailable', outcome: 'not-sent' });
    expect(error.message).toContain('self-signed certificate');
    expect(bench.elapsed).toBe(0);
  });

  it('that is trusted is accepted, for its own host only', async () => {
    await serve();
    expect((await request({ ca: cert })).body).toBe('hello');
    expect(await httpErrorOf(request({ ca: cert }, 'localhost'))).toMatchObject({ code: 'HTTP_TLS' });
  });

  it('is not looked at when told so', async () => {
    await serve();
    expect((await request({ insecure: true })).status).toBe(200);
  });

  it('of ours is sent when the service wants one', async () => {
    await serve({ requestCert: true });
    expect((await request({ ca: cert, cert, key: new Secret(key) })).status).toBe(200);
    expect(await httpErrorOf(request({ ca: cert }))).toMatchObject({ code: 'HTTP_TLS', outcome: 'not-sent' });
  });
});

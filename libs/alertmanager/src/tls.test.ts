import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { type AlertmanagerOptions, alertmanager } from './index.ts';
import { errorOf } from './simulated-alertmanager.test-support.ts';

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

let server: Server;
beforeEach(async () => {
  server = createServer({ key, cert, ca: cert, requestCert: true, rejectUnauthorized: true }, (_, response) => {
    response.setHeader('content-type', 'application/json').end('[]');
  }).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

const list = async (options: AlertmanagerOptions) => {
  const client = alertmanager({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options });
  return client.alerts.list().finally(() => client.close());
};

test('trusts an authority of its own, and shows a certificate', async () => {
  expect(await list({ tls: { ca: cert, cert, key: new Secret(key) } })).toEqual([]);
  for (const tls of [undefined, { ca: cert }]) {
    const error = await errorOf(list(tls === undefined ? {} : { tls }));
    expect(error).toMatchObject({ code: 'ALERTMANAGER_UNAVAILABLE', outcomeUnknown: false });
  }
});

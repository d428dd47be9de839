import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudConfig } from './cloud-config.ts';
import { tlsOf } from './tls.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-openstack-'));
  for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, name), `PEM of the ${name}`);
});

afterEach(() => rmSync(folder, { recursive: true }));

const config = (changes: Partial<CloudConfig>): CloudConfig => ({
  name: 'prod',
  auth: { authUrl: 'https://k', type: 'password' },
  interface: 'public',
  endpointOverrides: {},
  verify: true,
  ...changes,
});

test('the system decides unless the cloud has an authority of its own', () => {
  expect(tlsOf(config({}))).toEqual({ insecure: false });
  expect(tlsOf(config({ cacert: join(folder, 'ca') }))).toEqual({ insecure: false, ca: 'PEM of the ca' });
});

test('nothing is verified only when the cloud says so', () => {
  expect(tlsOf(config({ verify: false, cacert: join(folder, 'ca') }))).toEqual({ insecure: true });
});

test('a client certificate, with its key beside it or in the same file', () => {
  const cert = join(folder, 'cert');

  const apart = tlsOf(config({ cert, key: join(folder, 'key') }));
  expect([apart.cert, apart.key?.reveal()]).toEqual(['PEM of the cert', 'PEM of the key']);
  expect(tlsOf(config({ cert })).key?.reveal()).toBe('PEM of the cert');
});

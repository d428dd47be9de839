import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isOpenStackError } from '../core/errors.ts';
import { listClouds, loadCloudConfig } from './load-cloud-config.ts';
import { meetSecrets } from './meet-secrets.ts';

const numRuns = fuzzRuns(200);
const SECRET = 'hunter2-hunter2';

let folder: string;
let files: { clouds: string; secure: string; public: string };
let open: Record<keyof typeof files, number>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-openstack-'));
  files = { clouds: join(folder, 'clouds'), secure: join(folder, 'secure'), public: join(folder, 'public') };
  open = {
    clouds: openSync(files.clouds, 'w'),
    secure: openSync(files.secure, 'w'),
    public: openSync(files.public, 'w'),
  };
});
afterAll(() => {
  for (const file of Object.values(open)) closeSync(file);
  rmSync(folder, { recursive: true });
});

const FAULT = /^(clouds\.|public-clouds\.|OS_\*|no cloud is chosen \(OS_CLOUD\)|there is no cloud ')|^\/.*?:/s;

/** A configuration that is one, or the one error with all faults, each with its path and none with the secret. */
function load(env: Record<string, string> = {}): void {
  const outcome = withoutFrames(() => {
    try {
      return loadCloudConfig({ env, files });
    } catch (error) {
      if (!isOpenStackError(error) || error.code !== 'OPENSTACK_CONFIG') throw error;
      return error;
    }
  });
  if (isOpenStackError(outcome)) {
    const { faults, message, stack } = outcome;
    expect({ faults: faults.length > 0, odd: faults.filter((fault) => !FAULT.test(fault)) }).toEqual({
      faults: true,
      odd: [],
    });
    expect(JSON.stringify([message, faults, stack])).not.toContain(SECRET);
    return;
  }
  const { auth } = outcome;
  expect(auth.authUrl).toMatch(/^https?:/);
  expect(['password', 'token', 'v3applicationcredential']).toContain(auth.type);
  const secret = {
    password: auth.password,
    token: auth.token,
    v3applicationcredential: auth.applicationCredentialSecret,
  };
  expect(secret[auth.type]?.reveal()).toEqual(expect.any(String));
  expect(JSON.stringify(outcome)).not.toContain(SECRET);
}

/** Frames of the stack, which a test looks up in the source maps, cost more than the rest of a run. */
function withoutFrames<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Written over: a file that is truncated and closed anew each time is flushed to the disk by ext4. */
function write(name: keyof typeof files, content: string | Uint8Array): void {
  const bytes = Buffer.from(content);
  writeSync(open[name], bytes, 0, bytes.length, 0);
  ftruncateSync(open[name], bytes.length);
}

beforeAll(() => {
  write('secure', '');
  write('public', '');
});

const leaf = fc.oneof(
  fc.constantFrom(
    null,
    '',
    'all',
    'a',
    'vendor',
    'constructor',
    '__proto__',
    'http://k:5000',
    'http://u:p@k',
    'password',
  ),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
);
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('name', 'values', '__proto__', 'auth')), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value;
/** The secret, as it is or somewhere below. */
const secret = fc.oneof(
  fc.constant<unknown>(SECRET),
  fc.constant([SECRET]),
  fc.constant({ nested: SECRET }),
  fc.constant({ [SECRET]: 'key' }),
);

const fields = [
  ...['auth_url', 'auth-url', 'username', 'user_id', 'user_domain_name', 'user_domain_id', 'domain_id', 'domain_name'],
  ...[
    'project_id',
    'project_name',
    'tenant_name',
    'project_domain_id',
    'default_domain_id',
    'system_scope',
    'trust_id',
  ],
  ...['application_credential_id', 'application_credential_name', 'auth_type', 'auth_plugin'],
  ...['region_name', 'regions', 'interface', 'endpoint_type', 'profile', 'cloud', 'verify', 'insecure'],
  ...['cacert', 'cert', 'key', 'api_timeout', 'compute_endpoint_override', 'image_endpoint', 'identity_interface'],
  ...['compute_default_microversion', 'network_region_name', '__proto__', 'constructor', 'toString'],
];
const secrets = ['password', 'token', 'auth_token', 'auth-token', 'application_credential_secret'];
const some = <T>(names: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });
const mapping = fc
  .tuple(some(fields, fc.oneof(leaf, anything)), some(secrets, secret))
  .map(([plain, hidden]) => ({ ...plain, ...hidden }));
/** A cloud that may be complete, or anything else. */
const cloud = fc.oneof(
  fc.tuple(mapping, fc.oneof(mapping, mapping, anything)).map(([own, auth]) => ({ ...own, auth })),
  fc.tuple(mapping, mapping).map(([own, auth]) => ({
    ...own,
    auth: { ...auth, auth_url: 'http://k:5000', username: 'op', password: SECRET },
  })),
  anything,
);
const clouds = fc.oneof(fc.dictionary(fc.constantFrom('a', 'vendor', '__proto__'), cloud, { maxKeys: 2 }), anything);

describe('the loader of clouds.yaml', () => {
  test('reads any bytes', () => {
    const pieces = fc.constantFrom(
      ...'clouds: |a: |auth: |{|}|[|]|- |&x |*x|<<: |\n|  |"|\'|!!binary |!!set |? |: |---\n|%YAML 1.2\n|#|\t|\u0000|\uFEFF'.split(
        '|',
      ),
    );
    const text = fc
      .array(fc.oneof(pieces, pieces, fc.string({ maxLength: 4 })), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), text), (bytes) => {
        write('clouds', bytes);
        load();
        meetSecrets({}, files);
        expect(listClouds({}, files)).toEqual(expect.any(Array));
      }),
      { numRuns },
    );
  });

  test('reads any shape, in three files and the environment', () => {
    const variable = fc.constantFrom(
      'OS_CLOUD',
      'OS_REGION_NAME',
      'OS_AUTH_URL',
      'OS_USERNAME',
      'OS_SYSTEM_SCOPE',
      'OS_AUTH_TYPE',
    );
    const value = fc.oneof(fc.constantFrom('a', 'all', 'http://k', 'constructor', '__proto__'), fc.string());
    const env = fc
      .tuple(
        fc.dictionary(variable, value, { maxKeys: 3 }),
        fc.constantFrom({}, { OS_PASSWORD: SECRET }, { OS_TOKEN: SECRET }),
      )
      .map(([plain, hidden]) => ({ ...plain, ...hidden }));
    fc.assert(
      fc.property(clouds, clouds, clouds, env, (own, hidden, vendors, variables) => {
        write('clouds', stringify({ clouds: own }));
        write('secure', stringify({ clouds: hidden }));
        write('public', stringify({ 'public-clouds': vendors }));
        load(variables);
      }),
      { numRuns },
    );
    write('secure', '');
    write('public', '');
  });

  test('reads what is left of a file that was damaged', () => {
    const damage = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('', ' ', '\n', '  ', '-', '&x ', '*x', '"', '{', '['));
    fc.assert(
      fc.property(cloud, fc.array(damage, { minLength: 1, maxLength: 4 }), (one, all) => {
        let text = stringify({ clouds: { a: one } });
        for (const [at, length, put] of all) {
          const from = at % (text.length + 1);
          text = `${text.slice(0, from)}${put}${text.slice(from + length)}`;
        }
        write('clouds', text);
        load();
      }),
      { numRuns },
    );
  });

  test.each([
    ['an alias inside itself', 'clouds: &x {a: *x}'],
    [
      'aliases by the million',
      'clouds:\n  a: &a [x, x]\n' +
        Array.from('bcdefghijk')
          .map((to, at) => `  ${to}: &${to} [${Array(20).fill(`*${'abcdefghij'[at]}`).join()}]\n`)
          .join(''),
    ],
    ['a merge of what is no mapping', 'clouds: {a: {<<: [1, 2]}}'],
    ['a depth that nobody needs', `clouds: ${'['.repeat(3000)}`],
    ['two documents', 'clouds: {}\n---\nclouds: {}\n'],
    ['a type that is one by birth', 'clouds: {a: {auth_type: constructor, auth: {auth_url: http://k, username: u}}}'],
    [
      'a number that is none',
      'clouds: {a: {api_timeout: .nan, auth: {auth_url: http://k, username: u, password: pass-word}}}',
    ],
    ['bytes', 'clouds: {a: {auth: !!binary aHVudGVyMg==}}'],
  ])('takes %s for a fault', (_, text) => {
    write('clouds', text);
    load();
    expect(() => loadCloudConfig({ env: {}, files })).toThrow(expect.objectContaining({ code: 'OPENSTACK_CONFIG' }));
  });
});

import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { type ConfigError, isConfigError } from '../errors.ts';
import { temporaryFolder } from '../temporary-folder.test-support.ts';
import { configOf } from './config-of.ts';
import { parseConfig } from './parse-config.ts';

const parse = (text: string, env: Record<string, string> = {}, folder = '/etc/opsbook') =>
  parseConfig({ path: `${folder}/opsbook.yaml`, text }, env);

function refusal(text: string, env: Record<string, string> = {}, folder?: string): ConfigError {
  try {
    parse(text, env, folder);
  } catch (error) {
    if (isConfigError(error)) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

/** Line, path and message of each fault. */
const faults = (text: string, env?: Record<string, string>) =>
  refusal(text, env).faults.map(({ line, path, message }) => `${line} ${path}: ${message}`);

describe('a configuration without faults', () => {
  it('has defaults for what it does not say', () => {
    expect(parse('')).toEqual({ ...configOf({}), path: '/etc/opsbook/opsbook.yaml' });
    expect(parse('defaults: {cloud: prod}').http).toEqual({ connectTimeout: 10, timeout: 60, retries: 4 });
    expect(parse('').migration).toMatchObject({ timeout: 43_200, snapshotTimeout: 21_600 });
    expect(parse('')).toMatchObject({ approvals: [], queue: { concurrency: 10 }, retention: { runs: 90 } });
    expect(parse('').defaults).toEqual({ approvalExpires: 86_400 });
    expect(parse('approvals: [{}]').approvals).toEqual([{ match: {}, count: 1, requesterMay: false, expires: 86_400 }]);
  });

  it('may have sections in which everything is commented out', () => {
    expect(parse('http:\n  # timeout: 5\nclouds:\n  prod:\n')).toMatchObject({
      http: { timeout: 60 },
      clouds: { prod: {} },
    });
  });

  it('may use anchors and merge keys', () => {
    const text = 'clouds:\n  a: &a {region: R1, interface: internal}\n  b:\n    <<: *a\n    region: R2\n';
    expect(parse(text).clouds.b).toEqual({ region: 'R2', interface: 'internal' });
  });

  it('has paths relative to its own folder, or to the home directory', () => {
    const text = 'ledger: state/ledger.db\nclouds: {a: {cloudsFile: ../clouds.yaml}, b: {cloudsFile: ~/clouds.yaml}}';
    expect(parse(text, { HOME: '/home/op' })).toMatchObject({
      ledger: '/etc/opsbook/state/ledger.db',
      clouds: { a: { cloudsFile: '/etc/clouds.yaml' }, b: { cloudsFile: '/home/op/clouds.yaml' } },
    });
  });
});

describe('faults', () => {
  it.each([
    ['*pass-word', 'an alias without an anchor; a text that begins with * needs quotes'],
    ['!pass-word', 'an unknown tag; a text that begins with ! needs quotes'],
    ['>pass-word', 'Block scalar header includes extra characters'],
    ['x\n    region: ]pass-word', 'Unexpected flow-seq-end token in YAML stream'],
    ['"a\\qpass-word"', 'Invalid escape sequence'],
  ])('of a password that is no YAML are told without it: %j', (value, message) => {
    const error = refusal(`clouds:\n  a:\n    password: ${value}\n`);
    expect(error.faults[0]).toMatchObject({ path: '', message });
    expect(error.faults[0]?.line).toBeGreaterThan(2);
    expect(inspect(error)).not.toContain('pass-word');
  });

  it('are all reported at once, in order, with line and column', () => {
    const text = `clouds:
  prod:
    regin: RegionOne
    interface: private
    endpointOverrides:
      compute: nova.example.com
http:
  time_out: 5
  timeout: soon
ledgre: /tmp/x
migration:
  policies:
    - name: a
      match: {flavor: [g-*, 7]}
      action: move
    - name: a
      match: {}
      actoin: skip
`;
    const error = refusal(text);
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.kind).toBe('invalid-input');
    expect(error.message.split('\n')).toEqual([
      '/etc/opsbook/opsbook.yaml has 11 faults:',
      '  line 3, column 5: clouds.prod.regin: unknown key; did you mean region?',
      '  line 4, column 16: clouds.prod.interface: must be one of public, internal, admin',
      '  line 6, column 16: clouds.prod.endpointOverrides.compute: must be an address that begins with http:// or https://',
      '  line 8, column 3: http.time_out: unknown key; did you mean timeout?',
      '  line 9, column 12: http.timeout: expected number, received string',
      '  line 10, column 1: ledgre: unknown key; did you mean ledger?',
      '  line 14, column 23: migration.policies[0].match.flavor: must be a pattern or a list of patterns',
      '  line 16, column 7: migration.policies[1].action: is missing',
      '  line 16, column 13: migration.policies[1].name: is the name of policies[0] already',
      '  line 17, column 14: migration.policies[1].match: needs at least one condition',
      '  line 18, column 7: migration.policies[1].actoin: unknown key; did you mean action?',
    ]);
  });

  it('of rules that contradict the others of the list are found', () => {
    const rule = (name: string) => `    - {name: ${name}, match: {flavor: x}, action: skip}\n`;
    expect(faults(`migration:\n  policies:\n${rule('a')}${rule('b')}${rule('a')}`)).toEqual([
      '5 migration.policies[2].name: is the name of policies[0] already',
    ]);
    expect(faults('migration:\n  policies:\n    - {name: a, match: {}, action: skip}')).toEqual([
      '3 migration.policies[0].match: needs at least one condition',
    ]);
  });

  it('of rules about approvals that nobody could fulfil, or that two could mean, are found', () => {
    const text = `approvals:
  - name: prod
    match: {risk: [dangerous], runbook: 5, cloud: prod}
    approvers: [ann, bob, ann]
    count: 3
  - name: prod
    approvers: []
    count: 0
    expires: 0
    requestorMay: true
queue: {concurrency: 0}
retention: {runs: 1.5}
`;
    expect(faults(text)).toEqual([
      '3 approvals[0].match.risk[0]: must be one of read-only, safe, disruptive, destructive',
      '3 approvals[0].match.runbook: must be a pattern or a list of patterns',
      '3 approvals[0].match.cloud: unknown key; known are risk, runbook, target',
      '4 approvals[0].approvers[2]: ann is in the list already',
      '5 approvals[0].count: must be at most 2: that many approvers are named',
      '6 approvals[1].name: is the name of approvals[0] already',
      expect.stringMatching(/^7 approvals\[1\]\.approvers: /),
      expect.stringMatching(/^8 approvals\[1\]\.count: /),
      expect.stringMatching(/^9 approvals\[1\]\.expires: /),
      '10 approvals[1].requestorMay: unknown key; did you mean requesterMay?',
      expect.stringMatching(/^11 queue\.concurrency: /),
      expect.stringMatching(/^12 retention\.runs: /),
    ]);
  });

  it('list the known keys when none is near', () => {
    expect(faults('queue:\n  currency: EUR')).toEqual(['2 queue.currency: unknown key; known are concurrency']);
  });

  it('name a value that was left empty', () => {
    expect(faults('http:\n  timeout:\n')).toEqual(['2 http.timeout: is empty: give it a value or remove it']);
  });

  it('of the YAML itself have their lines', () => {
    expect(faults('clouds:\n  prod: {region: [}\n')[0]).toMatch(/^2 : /);
    expect(faults('ledger: !path /tmp/x\n')[0]).toMatch(/^1 : an unknown tag/);
    expect(faults('ledger: *nowhere\n')[0]).toMatch(/^1 : an alias/);
    expect(faults('- a\n- b\n')).toEqual(['1 : expected object, received array']);
  });

  it('of a key that stands twice do not hide the others', () => {
    expect(faults('ledger: a\nledger: b\nhttp: {timeout: -1}\n')).toEqual([
      '2 : Map keys must be unique',
      '3 http.timeout: Too small: expected number to be >0',
    ]);
  });

  it('under a key with dots are shown so that the key can be told', () => {
    expect(faults('clouds:\n  eu.prod: {interface: 1}')[0]).toMatch(
      /^2 clouds\["eu\.prod"\]\.interface: must be one of/,
    );
  });
});

describe('secrets', () => {
  it('come from the environment and from files beside the configuration', () => {
    const folder = temporaryFolder({ 'secrets/app': 'from-a-file\n' });
    const text = 'clouds:\n  a: {password: "${env:PW}"}\n  b: {applicationCredentialSecret: "${file:secrets/app}"}\n';
    const { clouds, warnings } = parse(text, { PW: 'from-the-env' }, folder);
    expect(clouds.a?.password?.reveal()).toBe('from-the-env');
    expect(clouds.b?.applicationCredentialSecret?.reveal()).toBe('from-a-file');
    expect(warnings).toEqual([]);
  });

  it('that cannot be resolved are faults, each with its line', () => {
    const text = `clouds:
  a: {password: "\${env:NOT_SET}"}
  b: {password: "\${env:EMPTY}"}
  c: {password: "\${file:/nowhere/secret}"}
  d: {password: "\${vault:secret}"}
  e: {password: "x\${env:NOT_SET}"}
`;
    const error = refusal(text, { EMPTY: '' });
    expect(error.code).toBe('CONFIG_SECRET');
    expect(error.faults.map(({ line, path, message }) => `${line} ${path}: ${message}`)).toEqual([
      '2 clouds.a.password: the environment variable NOT_SET is not set',
      '3 clouds.b.password: the environment variable EMPTY is empty',
      "4 clouds.c.password: the file /nowhere/secret cannot be read: ENOENT: no such file or directory, open '/nowhere/secret'",
      '5 clouds.d.password: a reference must be the whole value, and be ${env:NAME} or ${file:path}',
      '6 clouds.e.password: a reference must be the whole value, and be ${env:NAME} or ${file:path}',
    ]);
  });

  it('are reported together with what else is wrong', () => {
    const error = refusal('clouds: {a: {password: "${env:NOT_SET}"}}\nledgre: x\n');
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.faults.map(({ path }) => path)).toEqual(['clouds.a.password', 'ledgre']);
  });

  it('are not resolved where their value would be shown', () => {
    expect(faults('ledger: "${env:HOME}/ledger.db"\n', { HOME: '/home/op' })).toEqual([
      '1 ledger: references such as ${env:NAME} serve in secret fields only',
    ]);
  });

  it('in plain text work, and are warned of without being shown', () => {
    const config = parse('clouds:\n  a:\n    password: hunter2-hunter2\n');
    expect(config.clouds.a?.password?.reveal()).toBe('hunter2-hunter2');
    expect(config.warnings).toEqual([
      {
        path: 'clouds.a.password',
        line: 3,
        column: 15,
        message: 'a secret in plain text; better ${env:NAME} or ${file:path}',
      },
    ]);
    expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toContain('hunter2');
  });
});

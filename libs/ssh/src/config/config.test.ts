import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { isSshError } from '../errors.ts';
import { type HostSettings, resolveHost } from './resolve-host.ts';
import { splitWords } from './split-words.ts';

const runs = fuzzRuns(500);
let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-ssh-config-'));
  path = join(folder, 'config');
});
afterAll(() => rmSync(folder, { recursive: true }));

function resolve(text: string, host = 'web1', given: HostSettings = {}) {
  writeFileSync(path, text);
  const source = { files: [{ path }], home: '/home/me', localUser: 'me', env: { KEYS: '/keys' } };
  return resolveHost(host, given, source);
}
const faultsOf = (text: string): readonly string[] => {
  try {
    resolve(text);
    return [];
  } catch (error) {
    if (!isSshError(error)) throw error;
    return error.faults.map((fault) => fault.replace(path, 'config'));
  }
};

describe('ssh_config', () => {
  test('takes the first value for each keyword, and collects identities', () => {
    const resolved = resolve(`
Host web1 !web2
  HostName = %h.example.com
  Port 2222
  IdentityFile "~/.ssh/my key"
Host *
  User ops
  Port 22
  IdentityFile \${KEYS}/%r@%h
  ConnectTimeout 1m30s
  ServerAliveInterval 5
  UserKnownHostsFile ~/k1 ~/k2
  GlobalKnownHostsFile none
  ProxyJump a@bastion:2200,[::1]:22
`);
    expect(resolved).toMatchObject({
      hostname: 'web1.example.com',
      port: 2222,
      user: 'ops',
      identityFiles: ['/home/me/.ssh/my key', '/keys/ops@web1.example.com'],
      connectTimeout: 90,
      aliveInterval: 5,
      knownHostsFiles: ['/home/me/k1', '/home/me/k2'],
      jumps: [
        { host: 'bastion', user: 'a', port: 2200 },
        { host: '::1', user: undefined, port: 22 },
      ],
    });
    expect(resolve('Host web1\n User x\n', 'web1', { user: 'given', port: 1 })).toMatchObject({
      user: 'given',
      port: 1,
    });
  });

  test('includes other files, also inside a section, which ends with them', () => {
    mkdirSync(join(folder, 'conf.d'), { recursive: true });
    writeFileSync(join(folder, 'conf.d', '1.conf'), 'Host other\n  User wrong\nHost web1\n  User included\n');
    expect(resolve(`Include ${folder}/conf.d/*.conf\nPort 7\n`)).toMatchObject({ user: 'included', port: 7 });
    expect(resolve(`Host zzz\n  Include ${folder}/conf.d/*.conf\nHost *\n  Port 7\n`)).toMatchObject({
      user: 'me',
      port: 7,
    });
    writeFileSync(join(folder, 'loop'), `Include ${folder}/loop\n`);
    expect(faultsOf(`Include ${folder}/loop`).join()).toContain('too many levels of Include');
  });

  test('evaluates Match, and refuses what it would have to run', () => {
    expect(resolve('Match host web* user me\n  Port 7\n').port).toBe(7);
    expect(resolve('Match host web*,!web1\n  Port 7\n').port).toBe(22);
    expect(resolve('Match !localuser me\n  Port 7\nMatch all\n  Port 8\n').port).toBe(8);
    expect(resolve('HostName db1\nMatch host db1 originalhost web1\n  Port 7\n').port).toBe(7);
    expect(resolve('Match host other exec "touch /tmp/x"\n  Port 7\n').port).toBe(22);
    expect(faultsOf('Match exec "true"\n  Port 7\n')).toEqual([
      'config:1: Match: exec is not supported by this transport',
    ]);
  });

  test('weakens nothing, and says what it does not obey', () => {
    const { notes } = resolve('StrictHostKeyChecking no\nCiphers aes128-cbc\nForwardX11 yes\n');
    expect(notes.map((note) => note.replace(path, 'config'))).toEqual([
      'config:2: ciphers is not obeyed',
      'config:1: stricthostkeychecking no is not obeyed: host keys are always checked',
    ]);
  });

  test('lists every fault with its line', () => {
    const text =
      'Porrt 1\nPort x\nProxyCommand nc %h\nHostName %x\nUser "a\nUser\nIdentityFile ${NO_SUCH}/x\nUser a b\nRevokedHostKeys /x';
    expect(faultsOf(text).toSorted()).toEqual([
      'config:1: unknown keyword porrt',
      'config:2: port: no number that is possible',
      "config:3: proxycommand is not supported by the transport 'ssh2'",
      'config:4: hostname: unknown token %x',
      'config:5: a quote is not closed',
      'config:6: no argument after User',
      'config:7: identityfile: the environment has no NO_SUCH',
      'config:8: user takes one argument',
      "config:9: revokedhostkeys is not supported by the transport 'ssh2'",
    ]);
    expect(faultsOf('ProxyCommand none\nCanonicalizeHostname no\n')).toEqual([]);
  });

  test('splits words as OpenSSH does', () => {
    expect(splitWords(`a "b c" 'd "e' f\\ g h\\"i #j`)).toEqual(['a', 'b c', 'd "e', 'f g', 'h"i']);
    expect(splitWords('a#b "" c')).toEqual(['a#b', '', 'c']);
    expect(splitWords('"a')).toBeUndefined();
  });
});

const pattern = fc.constantFrom('*', 'web1', 'web?', '!web1', 'w*', '!w*', 'db1', '"web1"', 'WEB1');
const line = fc.oneof(
  fc.array(pattern, { minLength: 1, maxLength: 3 }).map((patterns) => `Host ${patterns.join(' ')}`),
  fc
    .tuple(
      fc.constantFrom('host', 'originalhost', '!originalhost', 'user'),
      fc.constantFrom('web1', 'w*', '!web1', 'ops', 'db1.x', '*,!db1.x'),
    )
    .map(([name, value]) => `Match ${name} ${value}`),
  fc.constantFrom('Match all', 'HostName %h.x', 'HostName db1.x', 'HostName="db1.x"', '  # comment', ''),
  fc.constantFrom(
    'User ops',
    'User=root',
    "User 'a b'",
    '\tPort 2222',
    'port = 7 # why',
    'ConnectTimeout 5',
    'ConnectTimeout 1m',
  ),
  fc.constantFrom(
    'ServerAliveInterval 9',
    'ProxyJump a,b@c:1',
    'ProxyJump none',
    'IdentityFile /a%%b',
    'IdentityFile "/c d"',
  ),
  fc.constantFrom(
    'UserKnownHostsFile /k1 "/k 2"',
    'UserKnownHostsFile none',
    'HostKeyAlias al',
    'IdentitiesOnly yes',
    'Compression yes',
  ),
);
const config = fc.array(line, { maxLength: 12 }).map((lines) => `${lines.join('\n')}\n`);

describe('any configuration', () => {
  test('means what it means to ssh -G', () => {
    fc.assert(
      fc.property(config, (text) => {
        const resolved = (() => {
          writeFileSync(path, text);
          const { username } = userInfo();
          return resolveHost('web1', {}, { files: [{ path }], home: homedir(), localUser: username, env: process.env });
        })();
        const { stdout, status, stderr } = spawnSync('ssh', ['-T', '-G', '-F', path, 'web1']);
        expect([status, stderr.toString()]).toEqual([0, '']);
        const values = new Map<string, string[]>();
        for (const row of stdout.toString().split('\n')) {
          const [, keyword = '', value = ''] = /^(\S+) (.*)$/.exec(row) ?? [];
          values.set(keyword, [...(values.get(keyword) ?? []), value]);
        }
        const one = (keyword: string) => values.get(keyword)?.[0];
        const jumps = resolved.jumps.map(
          ({ user, host, port }) =>
            `${user === undefined ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`,
        );
        const user = userInfo().username;
        expect([text, resolved.hostname, resolved.port, resolved.user, resolved.hostKeyAlias, jumps.join(',')]).toEqual(
          [
            text,
            one('hostname'),
            Number(one('port')),
            one('user') ?? user,
            one('hostkeyalias'),
            one('proxyjump') ?? '',
          ],
        );
        expect(resolved.connectTimeout).toBe(
          one('connecttimeout') === 'none' ? undefined : Number(one('connecttimeout')),
        );
        expect(resolved.aliveInterval ?? 0).toBe(Number(one('serveraliveinterval')));
        const identities = values.get('identityfile')?.map((value) => value.replace('%%', '%'));
        if (resolved.identityFiles !== undefined) expect(resolved.identityFiles).toEqual([...new Set(identities)]);
      }),
      { numRuns: Math.ceil(Math.min(runs, 4000) / 20) },
    );
  });

  test('is read without anything but typed errors', () => {
    const words = fc.oneof(
      line,
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        'Match',
        'Match exec',
        'Match host',
        'Include',
        'Include "',
        'IdentityFile %',
        'ProxyJump @',
        'IdentityAgent $X',
        'HostName %',
        'UserKnownHostsFile ${',
        '\\',
        '=',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (lines) => {
        expect(Array.isArray(faultsOf(lines.join('\n')))).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

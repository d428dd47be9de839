import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { isSshError } from '../errors.ts';
import { checkHostKey, knownTypes } from './check-host-key.ts';
import { fingerprintOf } from './known-key.ts';
import { parseKnownHosts } from './parse-known-hosts.ts';

const runs = fuzzRuns(500);

function keyOf(type: string, filler: number) {
  const name = Buffer.from(type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  const blob = Buffer.concat([length, name, Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, filler)]);
  return { type, blob, text: `${type} ${blob.toString('base64')}` };
}
const ours = keyOf('ssh-ed25519', 1);
const other = keyOf('ssh-ed25519', 2);
const rsa = keyOf('ssh-rsa', 3);

function verdict(text: string, { name = 'web1', port = 22, aliased = false, key = ours } = {}): string {
  try {
    checkHostKey(key, { host: 'h', name, port, aliased, paths: ['f'] }, [parseKnownHosts(text, 'f')]);
    return 'known';
  } catch (error) {
    if (!isSshError(error)) throw error;
    return `${error.code.replace('SSH_HOST_KEY_', '').toLowerCase()} ${error.place ?? ''}`.trim();
  }
}
const hashed = (name: string) => {
  const salt = Buffer.alloc(20, 7);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};

describe('known hosts', () => {
  test.each([
    ['a plain name', `web1 ${ours.text}`, 'known'],
    ['a comment, blanks and a comment behind the key', `# x\n\n \tweb1,10.0.0.1   ${ours.text} me@there\r\n`, 'known'],
    ['another name', `web2 ${ours.text}`, 'unknown'],
    ['upper case in the file', `WEB1 ${ours.text}`, 'known'],
    ['a pattern', `w?b* ${ours.text}`, 'known'],
    ['a negation, wherever it stands', `*,!web1 ${ours.text}`, 'unknown'],
    ['a negation alone', `!web2 ${ours.text}`, 'unknown'],
    ['a hashed name', `${hashed('web1')} ${ours.text}`, 'known'],
    ['a hashed other name', `${hashed('web2')} ${ours.text}`, 'unknown'],
    ['another key of the type', `web1 ${other.text}`, 'changed f:1'],
    ['both keys', `web1 ${other.text}\nweb1 ${ours.text}`, 'known'],
    ['a key of another type', `web1 ${rsa.text}`, 'changed f:1'],
    ['a revoked key', `web1 ${ours.text}\n@revoked web* ${ours.text}`, 'revoked f:2'],
    ['a key that is revoked elsewhere', `web1 ${ours.text}\n@revoked web2 ${ours.text}`, 'known'],
    ['an authority', `@cert-authority web* ${ours.text}`, 'unknown f:1'],
    ['a type that is not that of the key', `web1 ssh-rsa ${ours.blob.toString('base64')}`, 'unknown'],
    ['an unknown marker', `@x web1 ${ours.text}`, 'unknown'],
  ])('%s', (_what, text, expected) => {
    expect(verdict(text)).toBe(expected);
  });

  test('another port is part of the name, unless there is an alias; the bare name is looked up last', () => {
    expect(verdict(`[web1]:2222 ${ours.text}`, { port: 2222 })).toBe('known');
    expect(verdict(`[web1]:2222 ${ours.text}`, { port: 22 })).toBe('unknown');
    expect(verdict(`web1 ${ours.text}`, { port: 2222 })).toBe('known');
    expect(verdict(`[web1]:2222 ${other.text}\nweb1 ${ours.text}`, { port: 2222 })).toBe('changed f:1');
    expect(verdict(`${hashed('[web1]:2222')} ${ours.text}`, { port: 2222 })).toBe('known');
    expect(verdict(`web1 ${ours.text}`, { port: 2222, aliased: true })).toBe('known');
    expect(verdict(`[web1]:2222 ${ours.text}`, { port: 2222, aliased: true })).toBe('unknown');
  });

  test('a line that would revoke a key and cannot be read is a fault, any other one is told', () => {
    const owner = { host: 'h', name: 'web1', port: 22, aliased: false, paths: ['f'] };
    const check = (text: string) => () => checkHostKey(ours, owner, [parseKnownHosts(text, 'f')]);
    expect(check(`web1 ${ours.text}\n@revoked * ssh-ed25519 AAAA`)).toThrow('f:2: the key is not of type ssh-ed25519');
    expect(check('web1 broken')).toThrow('f:1 (names, key type and key are expected)');
  });

  test('what is known says what to ask for, and errors how to go on', () => {
    const owner = { host: 'h', name: 'web1', port: 2222, aliased: false, paths: ['/k'] };
    const files = [parseKnownHosts(`[web1]:2222 ${rsa.text}\nweb1 ${ours.text}`, '/k')];
    expect(knownTypes(owner, files)).toEqual(['ssh-rsa']);
    expect(() => checkHostKey(keyOf('ecdsa-sha2-nistp256', 1), owner, files)).toThrow(
      /\[web1\]:2222 ecdsa-sha2-nistp256 AAAA/,
    );
    expect(() => checkHostKey(keyOf('ssh-rsa', 9), owner, files)).toThrow("ssh-keygen -R '[web1]:2222' -f '/k'");
  });
});

describe('any text', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '@revoked',
      '@cert-authority',
      '@x',
      'web1',
      '!web1',
      '*',
      '[web1]:22',
      hashed('web1'),
      '|1|x|y',
      '#',
    ),
    fc.constantFrom('ssh-ed25519', 'ssh-rsa', ours.blob.toString('base64'), 'AAAA', '=', '\0', '\t'),
    fc.string({ maxLength: 10 }),
  );
  const text = fc
    .array(fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')))
    .map((lines) => lines.join('\n'));

  test('is read without a fault, and checked with typed ones alone', () => {
    fc.assert(
      fc.property(text, (one) => {
        const { hosts, unreadable } = parseKnownHosts(one, 'f');
        for (const { place } of [...hosts, ...unreadable]) expect(place).toMatch(/^f:\d+$/);
        expect(verdict(one)).toMatch(/^(?:known|(?:unknown|changed|revoked|ssh_config)\b.*)$/);
      }),
      { numRuns: runs },
    );
  });
});

describe('against ssh-keygen', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'opsbook-known-hosts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the same lines fit the same names, hashed or not', () => {
    const file = join(folder, 'known_hosts');
    const lines = [
      'web1',
      'w*b?',
      '*,!web2',
      '!web1',
      'WEB2',
      '[web1]:2222',
      'web1,web2',
      'a,w?b1',
      hashed('web1'),
      hashed('[web2]:22'),
    ];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'id')]);
    const key = join(folder, 'id.pub');
    const [type = '', blob = ''] = execFileSync('cut', ['-d', ' ', '-f1,2', key]).toString().trim().split(' ');
    expect(fingerprintOf(Buffer.from(blob, 'base64'))).toBe(
      execFileSync('ssh-keygen', ['-lf', key]).toString().split(' ')[1],
    );
    writeFileSync(file, lines.map((names) => `${names} ${type} ${blob}\n`).join(''));
    const { hosts } = parseKnownHosts(lines.map((names) => `${names} ${type} ${blob}`).join('\n'), 'f');
    for (const name of ['web1', 'web2', 'wob1', '[web1]:2222', '[web2]:22', 'a', 'zzz']) {
      const found = spawnSync('ssh-keygen', ['-F', name, '-f', file]).stdout.toString();
      const places = [...found.matchAll(/found: line (\d+)/g)].map(([, line]) => `f:${line ?? ''}`);
      expect([name, hosts.filter((host) => host.matches(name)).map(({ place }) => place)]).toEqual([name, places]);
    }
  });
});

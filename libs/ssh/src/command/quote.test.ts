import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { isSshError } from '../errors.ts';
import { quote } from './quote.ts';

const runs = fuzzRuns(500);

/** What a real shell hands to a program, for each of the argument lists; one process for all of them. */
function throughShell(lists: readonly string[][]): string[][] {
  const script = lists.map((list) => `printf '%s\\0' ${quote(['', ...list])}; printf '\\1\\0'`).join('\n');
  const { stdout, status } = spawnSync('sh', { input: script, maxBuffer: 2 ** 28 });
  expect(status).toBe(0);
  const all = stdout.toString().split('\0\u0001\0');
  return all.slice(0, -1).map((text) => text.split('\0').slice(1));
}

const SPECIAL = String.raw`' " \ $ \` ! * ? [ ] { } ( ) < > | & ; # ~ = - % ^ a`;
const argument = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...SPECIAL.split(' '), ' ', '\n', '\t'), maxLength: 12 }),
  fc.constantFrom('', '-', '--', '-n', '~', 'if', 'then', '{', '}', '!', 'A=b', "'", '\n', '$@'),
);

describe('quoting', () => {
  test('gives a shell exactly what went in', () => {
    const usable = argument.filter((text) => !text.includes('\0') && !text.includes('\u0001') && text.isWellFormed());
    const list = fc.array(usable, { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(list, { minLength: 50, maxLength: 50 }), (lists) => {
        expect(throughShell(lists)).toEqual(lists);
      }),
      { numRuns: Math.ceil(runs / 50) },
    );
  });

  test('refuses what no argument can hold, and nothing else', () => {
    fc.assert(
      fc.property(argument, (text) => {
        const impossible = text.includes('\0') || !text.isWellFormed();
        try {
          quote([text]);
          expect(impossible).toBe(false);
        } catch (error) {
          expect(impossible && isSshError(error) && error.code).toBe('SSH_INVALID_INPUT');
        }
      }),
      { numRuns: runs },
    );
  });

  test('leaves plain words alone', () => {
    expect(quote(['ls', '-l', '/etc/x_y.conf', 'a:b@c,d+f'])).toBe('ls -l /etc/x_y.conf a:b@c,d+f');
    // Fish would read on behind a backslash before a quote, csh would look into its history.
    expect(quote(['a\\', '; reboot #', 'wait!'])).toBe(String.raw`'a'\\'' '; reboot #' 'wait'\!''`);
    expect(quote(["it's", '', 'if', 'A=b'])).toBe(String.raw`'it'\''s' '' 'if' 'A=b'`);
  });
});

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2030-01-01T00:00:00.250Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7],
    [' 0 ', 0],
    ['Tue, 01 Jan 2030 00:01:00 GMT', 60],
    ['Tuesday, 01-Jan-30 00:01:00 GMT', 60],
    ['Tue Jan  1 00:01:00 2030', 60],
    ['Mon, 31 Dec 2029 23:00:00 GMT', 0],
    ['2030-01-01', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['Monday', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j means %j seconds', (value, seconds) => {
    expect(parseRetryAfter(value, now)).toBe(seconds);
  });

  it('as a date without a zone is UTC wherever the client is', () => {
    const module = new URL('retry-after.ts', import.meta.url).href;
    const script = `import { parseRetryAfter } from '${module}';
      console.log(parseRetryAfter('Tue Jan  1 00:01:00 2030', ${now}));`;
    const env = { TZ: 'America/New_York', NODE_NO_WARNINGS: '1' };
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })).toBe(
      '60\n',
    );
  });
});

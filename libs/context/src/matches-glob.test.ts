import { describe, expect, it } from '@jest/globals';
import { matchesGlob } from './matches-glob.ts';

describe('a pattern', () => {
  it.each([
    ['amphora-*', 'amphora-1b2c', true],
    ['amphora-*', 'my-amphora-1', false],
    ['g-*', 'g-', true],
    ['*', '', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['a+(b)[c]$', 'a+(b)[c]$', true],
    ['G-*', 'g-1', false],
    ['resources:VGPU*', 'resources:VGPU=1', true],
  ])('%s against %s: %s', (pattern, text, fits) => {
    expect(matchesGlob(pattern, text)).toBe(fits);
  });
});

import { describe, expect, it } from '@jest/globals';
import { suggest } from './suggest.ts';

describe('the word that was meant', () => {
  const known = ['connectTimeout', 'timeout', 'cloud', 'cloudId'];

  it.each([
    ['connect_timeout', 'connectTimeout'],
    ['Timeout', 'timeout'],
    ['timout', 'timeout'],
    ['cluod', 'cloud'],
    ['clouds', 'cloud'],
    ['retries', undefined],
    ['x', undefined],
  ])('is, for %s, %s', (word, meant) => {
    expect(suggest(word, known)).toBe(meant);
  });
});

import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { extraSpecMatches } from './extra-spec-match.ts';

// Each answer is that of nova's extra_specs_ops.match (Zed).
it.each([
  ['ssd', 'ssd', true],
  ['ssd', 'hdd', false],
  ['> 3', '> 3', true],
  ['', '>=', false],
  ['8', '= 4', true],
  ['4', '= 4', true],
  ['3', '= 4', false],
  ['4.0', '== 4', true],
  ['5', '== 4', false],
  ['5', '!= 4', true],
  ['4', '!= 4', false],
  ['4', '>= 4', true],
  ['3.9', '>= 4', false],
  ['4', '<= 4', true],
  ['5', '<= 4', false],
  ['abc', '>= 4', false],
  ['ssd', 's== ssd', true],
  ['ssd', 's== hdd', false],
  ['ssd', 's!= hdd', true],
  ['ssd', 's!= ssd', false],
  ['b', 's> a', true],
  ['a', 's> b', false],
  ['a', 's< b', true],
  ['a', 's<= a', true],
  ['a', 's>= b', false],
  ['fast-ssd', '<in> ssd', true],
  ['fast-ssd', '<in> hdd', false],
  ['avx sse', '<all-in> avx sse', true],
  ['avx', '<all-in> avx sse', false],
  ['b', '<or> a <or> b', true],
  ['c', '<or> a <or> b', false],
  ['<or>', '<or> a <or> b', false],
  ['', '', true],
  ['x', '=', false],
  ['=', '=', false],
  ['x y', 'x y', true],
])('%j of %j: %s', (value, wanted, answer) => {
  expect(extraSpecMatches(value, wanted)).toBe(answer);
});

it('is plain equality for whatever begins with no operator, also with names that objects have', () => {
  const runs = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 500);
  const word = fc.oneof(fc.string(), fc.constantFrom('constructor', 'toString', '__proto__', 'ssd'));
  const plain = word.filter((text) => !/^\s*(=|==|!=|>=|<=|s==|s!=|s<|s<=|s>|s>=|<in>|<all-in>|<or>)(\s|$)/.test(text));
  fc.assert(
    fc.property(word, plain, (value, wanted) => extraSpecMatches(value, wanted) === (value === wanted)),
    { numRuns: runs },
  );
});

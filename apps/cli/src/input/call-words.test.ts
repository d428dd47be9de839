import { expect, test } from '@jest/globals';
import type { AnyRunbook } from '@opsbook/runbook';
import fc from 'fast-check';
import * as z from 'zod';
import { lightHouse } from '../testing/runbooks.ts';
import { callWords } from './call-words.ts';
import { gatherInput } from './gather-input.ts';

const input = z.strictObject({
  name: z.string(),
  wait: z.int().optional(),
  pace: z.enum(['slow', 'fast']).optional(),
  dim: z.boolean().optional(),
  hosts: z.array(z.string()).optional(),
  sizes: z.array(z.number()).optional(),
  rules: z.array(z.strictObject({ from: z.string(), to: z.string().nullable() })).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
const runbook: AnyRunbook = { ...lightHouse, input };

const word = fc.string({ minLength: 1 });
const anything = fc.record(
  {
    name: word,
    wait: fc.integer(),
    pace: fc.constantFrom('slow', 'fast'),
    dim: fc.boolean(),
    hosts: fc.array(word),
    sizes: fc.array(fc.integer()),
    rules: fc.array(fc.record({ from: word, to: fc.option(word) })),
    labels: fc.dictionary(fc.constantFrom('a', 'b'), word),
  },
  { requiredKeys: ['name'] },
);

test('what the words say is read back as the input that they were made of', () => {
  fc.assert(
    fc.property(anything, (given) => {
      // A value that begins with -- would be read as a flag; nobody can write one but as key=value.
      fc.pre(!given.name.startsWith('--'));
      const words = callWords(runbook, given);
      expect(gatherInput(runbook, { args: words }, () => [])).toEqual(given);
    }),
  );
});

test('they read as a person would write them', () => {
  const words = callWords(runbook, { name: 'hv1', dim: false, hosts: ['a', 'b'], wait: 5, rules: [] });
  expect(words).toEqual(['--name', 'hv1', 'wait=5', '--no-dim', '--hosts', 'a,b', '--rules', '[]']);
});

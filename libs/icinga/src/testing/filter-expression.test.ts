import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { FilterBuilder } from '../filter/icinga-filter.ts';
import { parseFilter } from './filter-expression.ts';
import { FilterFault } from './filter-tokens.ts';
import { matches } from './filter-values.ts';

const numRuns = fuzzRuns(1000);

test('whatever a value holds, a filter means that value and nothing else', () => {
  const value = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(value, value, (wanted, other) => {
      const { expression, vars } = new FilterBuilder()
        .equal('host.name', wanted)
        .vars('host', { [other]: other })
        .build();
      const passes = parseFilter(expression);
      const host = (name: string) => ({ host: { name, vars: { [other]: other } }, ...vars });
      expect(passes(host(wanted))).toBe(true);
      expect(passes(host(`${wanted}x`))).toBe(false);
    }),
    { numRuns },
  );
});

test('any text is a filter or is refused as none', () => {
  const words = fc.constantFrom(
    'host.name',
    '"a"',
    '==',
    '&&',
    '||',
    '(',
    ')',
    '!',
    'match',
    ',',
    'in',
    '[',
    ']',
    '1',
    '\\',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 12 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(text, (filter) => {
      try {
        parseFilter(filter)({ host: { name: 'a', type: 'Host' } });
      } catch (error) {
        expect(error).toBeInstanceOf(FilterFault);
      }
    }),
    { numRuns },
  );
});

test.each([
  ['hv*', 'HV1', true],
  ['hv?', 'hv12', false],
  ['*', '', true],
  ['h\\*', 'h*', true],
  ['h\\*', 'hv', false],
  ['h.1', 'hv1', false],
  ['a*b*c', 'a-b\nb-c', true],
])('%s on %j', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

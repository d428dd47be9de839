import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { FORMATS } from './output/formats.ts';
import { ERROR_KINDS } from './errors.ts';
import { OPERATORS } from './condition/operators.ts';
import { propertiesText, propertyReference } from './property-reference.ts';

const README = new URL('../README.md', import.meta.url);
const BEGIN = '<!-- Made of the definitions: OPSBOOK_UPDATE=1 npm test -- property-reference -->';

it('stands in the README as the definitions have it', () => {
  const readme = readFileSync(README, 'utf8');
  const [before, after] = readme.split(BEGIN);
  if (process.env['OPSBOOK_UPDATE'] !== undefined) writeFileSync(README, `${before}${BEGIN}\n\n${propertyReference()}`);
  else expect(after?.trim()).toBe(propertyReference().trim());
});

it('is beside every code, format and operator', () => {
  const readme = readFileSync(README, 'utf8');
  const operators = [...new Set(Object.values(OPERATORS).flat())];
  const named = [...Object.keys(ERROR_KINDS), ...Object.keys(FORMATS), ...operators];
  expect(named.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

it('is to be read on a terminal too', () => {
  const text = propertiesText('flavor');
  expect(text).toMatch(/^flavors\n\nnova GET \/flavors\/detail\. Columns unless others are selected: id, name, /);
  expect(text).toMatch(/^\| ramMiB +\| number +\| ram, ramSize +\| MiB +\|$/m);
  expect(() => propertiesText('flovors')).toThrow("did you mean 'flavors'");
});

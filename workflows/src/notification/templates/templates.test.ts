import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { mailTemplates } from './index.ts';

const letterhead = { name: 'Example Cloud', signature: ['Your cloud team'] };

/** Times and dates of a template's own are shown in words. */
const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
};

test.each(mailTemplates.map((template) => [template.name, template] as const))(
  '%s has a place for every value of its example, in the text part too',
  (_, template) => {
    const { subject, html, text } = template.render(template.example, letterhead);
    expect(subject).not.toMatch(/[\n{}]/);
    for (const value of texts(template.example)) {
      // Names of flavors and the like stand in tables; hints of a link's target in brackets.
      expect(`${subject} ${text.replace(/\s+/g, ' ')}`).toContain(value);
    }
    expect(text).not.toMatch(/\{\{|\[object|undefined|null|&[a-z]+;|<\/?(p|td|div)\b/);
    expect(html).not.toMatch(/<old>/);
    expect(text.split('\n').every((line) => line.length <= 120)).toBe(true);
  },
);

test('names are those of the folders, and none is left out', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  );
  expect(mailTemplates.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
});

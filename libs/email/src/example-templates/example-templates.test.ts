import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { VirtualClock } from '@opsbook/context';
import { exampleTemplates, previewTemplate } from '../index.ts';

const letterhead = { name: 'Example Cloud', signature: ['Your cloud team'] };

test.each(exampleTemplates.map((template) => [template.name, template] as const))(
  '%s is rendered with its example, as a whole mail',
  async (_, template) => {
    const { subject, html, text, eml } = await previewTemplate(template, { letterhead, clock: new VirtualClock() });
    const parsed = await PostalMime.parse(eml);
    expect(parsed).toMatchObject({ subject, date: '2030-01-01T00:00:00.000Z' });
    expect(parsed.text?.trim()).toBe(text.trim());
    expect(parsed.html?.replaceAll('\r\n', '\n').trim()).toBe(html.trim());
    // Every value of the example has its place, in the text part too.
    for (const value of texts(template.example)) expect(text.replace(/\s+/g, ' ')).toContain(value);
    expect(text).not.toMatch(/\{\{|\[object|undefined|null|&[a-z]+;|<\/?(p|td|div)\b/);
    expect(text.split('\n').every((line) => line.length <= 120)).toBe(true);
  },
);

test('names are those of the folders, and none is left out', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  );
  expect(exampleTemplates.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
});

/** Times are shown in words. */
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? /^\d{4}-\d\d-\d\dT/.test(value)
      ? []
      : [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : [];

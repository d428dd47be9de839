import { describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import * as z from 'zod';
import { type EmailError, defineTemplate, isEmailError } from '../index.ts';

const schema = z.object({
  name: z.string(),
  note: z.string().nullable().default(null),
  servers: z.array(z.object({ name: z.string(), size: z.number() })).default([]),
});

const template = (body: string, subject = 'About {{name}}', partials: Record<string, string> = {}) =>
  defineTemplate({ name: 'sample', summary: 'x', schema, subject, body, partials, example: { name: 'web' } });

const failure = (work: () => unknown): EmailError => {
  try {
    work();
  } catch (error) {
    if (isEmailError(error)) return error;
    throw error;
  }
  throw new Error('it succeeded');
};

const numRuns = fuzzRuns(500);

describe('a template', () => {
  test('gives subject, html and text of one source', () => {
    const { subject, html, text } = template(
      '<h2>Hello {{name}}</h2><ul>{{#each servers}}<li>{{this.name}}</li>{{/each}}</ul><a href="https://x.test/?a=1&amp;b=2">docs</a>',
    ).render({
      name: 'Ada',
      servers: [
        { name: 'web', size: 1 },
        { name: 'db', size: 2 },
      ],
    });
    expect(subject).toBe('About Ada');
    expect(html).toContain('<h2>Hello Ada</h2>');
    expect(html).toContain('<title>About Ada</title>');
    expect(text).toBe('Hello Ada\n\n * web\n * db\n\ndocs <https://x.test/?a=1&b=2>\n');
  });

  test('has tables in both', () => {
    const servers = [
      { name: 'web', size: 1 },
      { name: '<b>db</b>', size: 22 },
    ];
    const { html, text } = template("{{table servers 'name=Server' 'size=Size'}}").render({ name: 'x', servers });
    expect(html).toContain('&lt;b&gt;db&lt;/b&gt;</td>');
    expect(text).toBe('Server     Size\nweb        1\n<b>db</b>  22\n');
  });

  test('has partials and a letterhead', () => {
    const made = template('{{> greeting}}', 'x', { greeting: '<p>Dear {{name}}</p>' });
    const letterhead = { name: 'Cloud & Co', signature: ['a <b>'], links: [{ title: 'Docs', url: 'https://x.test/' }] };
    expect(made.render({ name: 'Ada' }, letterhead).text).toBe(
      'Dear Ada\n\nCloud & Co\na <b>\n\nDocs <https://x.test/>\n',
    );
    expect(made.render({ name: 'Ada' }).text).toBe('Dear Ada\n');
  });

  test('has helpers', () => {
    const body = "{{plural 1 'server' 'servers'}}, {{plural 2 'server' 'servers'}}, {{date name}}, {{time name}}";
    expect(template(body, 'x').render({ name: '2026-11-01T09:05:00Z' }).text.replaceAll('\n', ' ')).toBe(
      '1 server, 2 servers, 1 November 2026, 1 November 2026, 09:05 UTC ',
    );
  });

  test('keeps its subject on one line, whatever the data', () => {
    const { subject } = template('x').render({ name: 'a\r\nBcc: eve@example.test\u2028 b' });
    expect(subject).toBe('About a Bcc: eve@example.test b');
    expect(template('x').render({ name: '<b> & "c"' }).subject).toBe('About <b> & "c"');
  });
});

describe('data that do not fit', () => {
  test('are refused with every fault and its place', () => {
    const data = { servers: [{ name: 1, size: 'x' }] } as unknown as z.input<typeof schema>;
    const error = failure(() => template('x').render(data));
    expect(error).toMatchObject({ code: 'EMAIL_TEMPLATE_DATA', kind: 'invalid-input' });
    expect(error.faults.map((fault) => fault.split(':')[0])).toEqual(['name', 'servers.0.name', 'servers.0.size']);
  });
});

describe('a template that is wrong', () => {
  test.each([
    ['html without escaping', '{{{name}}}', 'line 1, column 0: {{{ and {{& put html in unescaped'],
    ['html without escaping in a block', '{{#if name}}\n {{&name}}{{/if}}', 'line 2, column 1'],
    ['a name that is not there', '{{nmae}}', '"nmae" not defined'],
    ['a name that is not there, in a row', '{{#each servers}}{{this.nmae}}{{/each}}', '"nmae" not defined'],
    ['a column that is not there', "{{table servers 'nmae=Name'}}", 'row 0 has no nmae'],
    ['a list that is not there', '{{#each srvers}}x{{/each}}', 'each: value 1 is not defined'],
    ['a condition that is not there', '{{#if nmae}}x{{/if}}', 'if: value 1 is not defined'],
    ['a number that is not there', '{{plural servers.lenght "server" "servers"}}', 'plural: value 1 is not defined'],
    ['what prints data', '{{log name}}', 'unknown helper log'],
    ['what knows no missing value', '{{lookup this "nmae"}}', 'unknown helper lookup'],
    ['an unknown helper', '{{shout name}}', 'shout'],
    ['an unknown partial', '{{> footer}}', 'there is no such partial'],
    ['a decorator', '{{* inline name}}', 'decorators'],
    ['bad syntax', '{{#if name}}', 'Parse error'],
    ['a date that is none', '{{date name}}', 'no ISO 8601 time'],
    ['what belongs to every object', '{{constructor.name}}', ''],
    ['what belongs to every list', '{{servers.constructor.name}}', ''],
  ])('for %s', (_, body, message) => {
    const made = template(body);
    const error = failure(() => made.render({ name: 'web', servers: [{ name: 'web', size: 1 }] }));
    expect(error).toMatchObject({ code: 'EMAIL_TEMPLATE' });
    expect(error.message).toContain('template sample, body');
    expect(error.message).toContain(message);
  });

  test('for html without escaping in a partial, or in the subject', () => {
    expect(failure(() => template('{{> p}}', 'x', { p: '{{{name}}}' }).render({ name: 'x' })).message).toContain(
      'partial p: ',
    );
    expect(failure(() => template('x', '{{{name}}}').render({ name: 'x' })).message).toContain('sample, subject');
    expect(failure(() => template('x', ' {{name}}').render({ name: ' ' }))).toMatchObject({
      faults: ['subject: empty'],
    });
  });
});

test('data never become markup, and come out of the text as they were', () => {
  const made = template('<p>{{name}}</p>', 'x');
  const bare = made.render({ name: '' }).html;
  const count = (html: string) => html.split('<').length;
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[<>&"'{}/=a-z ]*$/)), (name) => {
      const { html, text } = made.render({ name });
      expect(count(html)).toBe(count(bare));
      if (/^[!-~]{1,60}$/.test(name)) expect(text).toBe(`${name}\n`);
    }),
    { numRuns },
  );
});

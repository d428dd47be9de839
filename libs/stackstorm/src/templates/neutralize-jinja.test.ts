import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzzRuns } from '@opsbook/context/testing';
import type { PythonObject } from '../testing/templates/python-value.ts';
import { renderLiveParameters } from '../testing/templates/render-parameters.ts';
import { neutralizeJinja, templatesIn } from './neutralize-jinja.ts';

const ODD = ['{', '}', '%', '#', '{{', '}}', '{%', '%}', '{#', '#}', '{{ x }}', '{{x}}', '{% raw %}', '{% endraw %}'];
const MORE_ODD = ['{%- endraw -%}', '{% endraw -%}', '\n', '\r', '\r\n', ' ', '\t', '-', '+', "'", '"', '\\', 'é', '𝄞'];
const text = fc.oneof(
  fc.array(fc.constantFrom(...ODD, ...MORE_ODD), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme' }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const numRuns = fuzzRuns(1000);
const renderedOnce = (sent: unknown) => {
  const given = { sent } as PythonObject;
  return renderLiveParameters({ runner: {}, action: { sent: {} }, given, context: {}, config: {} })['sent'];
};

describe('what was neutralised', () => {
  test('is rendered to what it was, whatever it holds', () => {
    fc.assert(
      fc.property(value, (given) => expect(renderedOnce(neutralizeJinja(given))).toEqual(given)),
      { numRuns },
    );
  });

  test('twice survives two renderings', () => {
    fc.assert(
      fc.property(text, (given) =>
        expect(renderedOnce(renderedOnce(neutralizeJinja(neutralizeJinja(given))))).toBe(given),
      ),
      { numRuns },
    );
  });

  test('is known to hold no template', () => {
    fc.assert(
      fc.property(value, (given) => expect(templatesIn(neutralizeJinja(given), 'it')).toEqual([])),
      { numRuns },
    );
  });

  test.each([
    ['a plain text', 'a plain text'],
    ['{ one brace }', '{ one brace }'],
    ['{{ st2kv.system.password }}', '{%+ raw %}{{{% endraw +%} st2kv.system.password }}'],
    ['a {% if x %}\n', "a {%+ raw %}{{% endraw +%}% if x %}{{ '\\n' }}"],
    ['line\r\n{#', "line{{ '\\r' }}\n{%+ raw %}{{% endraw +%}#"],
  ])('looks so: %j', (given, sent) => {
    expect(neutralizeJinja(given)).toBe(sent);
  });
});

test.each([
  ['{{ x }}', ['it']],
  ['{% if x %}', ['it']],
  ['{# x #}', ['it']],
  [{ a: ['fine', { b: '{{' }] }, ['it.a[1].b']],
  [{ '{{ x }}': 1 }, ["it: the name '{{ x }}'"]],
  // What looks disarmed and is not.
  ['{{%+ raw %}{{% endraw +%} x }}', ['it']],
  ["{{{ '\\r' }} x }}", ['it']],
  ['{ x }', []],
  [{ a: [1, true, null, 'b}}'] }, []],
])('finds templates in %j', (given, paths) => {
  expect(templatesIn(given, 'it')).toEqual(paths);
});

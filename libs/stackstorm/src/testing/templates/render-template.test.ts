import { describe, expect, test } from '@jest/globals';
import { liveParameters } from './live-parameters.ts';
import { TemplateSyntaxError, UndefinedName, renderTemplate } from './render-template.ts';

// Each line was rendered by Jinja 3.1 with StackStorm's settings.
test.each([
  ['a {{ x }} b', 'a X b'],
  ["{{ o.a }} {{ o['a'] }} {{ o.list[1] }}", '1 1 two'],
  ['{{ "q\\n" }}.', 'q\n.'],
  ['a\r\nb\n', 'a\nb'],
  ['a  {{- x -}}  b', 'aXb'],
  ['a # {# a comment #} b', 'a #  b'],
  ['a\n  {# alone on its line #}\nb', 'a\nb'],
  ['a  {% raw %}{{ x }}{% endraw %}\nb', 'a  {{ x }}b'],
  ['a\n  {% raw %}{{ x }}{% endraw %}\nb', 'a\n{{ x }}b'],
  ['a\n  {%+ raw %}{{ x }}{% endraw +%}\nb', 'a\n  {{ x }}\nb'],
  ['{% raw %}{% raw %}{% endraw %}', '{% raw %}'],
  ['{{ o }}', "{'a': 1, 'list': ['one', 'two'], 'no': None, 'yes': True}"],
  ['{{ o | to_json_string }}', '{"a":1,"list":["one","two"],"no":null,"yes":true}'],
])('%j is rendered to %j', (template, expected) => {
  const context = { x: 'X', o: { a: 1, list: ['one', 'two'], no: null, yes: true } };
  expect(renderTemplate(template, context)).toBe(expected);
});

test.each(['{% if x %}a{% endif %}', '{{ x | upper }}', '{% raw %}', '{# a'])('%s is beyond it', (template) => {
  expect(() => renderTemplate(template, { x: 'X' })).toThrow(TemplateSyntaxError);
});

test('a name that nothing gives is an error', () => {
  expect(() => renderTemplate('{{ o.b }}', { o: {} })).toThrow(UndefinedName);
});

describe('parameters', () => {
  test('see one another, whatever their order, and the context', () => {
    const given = { all: '{{ one }}-{{ action_context.user }}', one: '{{ two }}', two: 'x' };
    expect(liveParameters(given, { action_context: { user: 'ann' } })).toEqual({ all: 'x-ann', one: 'x', two: 'x' });
  });

  test('within objects keep their types, when nothing is around them', () => {
    const given = { n: 5, env: { A: '{{n}}', B: '{{ n }}', C: ['{{n}} times'] } };
    expect(liveParameters(given, {})['env']).toEqual({ A: 5, B: '5', C: ['5 times'] });
  });

  test('that are no templates stay as they are', () => {
    const given = { a: '{{ not closed', b: { c: '{% if %}' }, d: 'line\r\n' };
    expect(liveParameters(given, {})).toEqual(given);
  });

  test('that need each other, or what is not there, are refused', () => {
    expect(() => liveParameters({ a: '{{ b }}', b: '{{ a }}' }, {})).toThrow('Cyclic dependency found');
    expect(() => liveParameters({ a: '{{ b }}' }, {})).toThrow('Dependency unsatisfied in variable "b"');
    expect(() => liveParameters({ a: { b: '{{ quote }}' }, quote: '"' }, {})).toThrow('Failed to render parameter "a"');
  });
});

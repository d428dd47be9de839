import { expect, test } from '@jest/globals';
import { NotReproduced, TemplateSyntaxError } from '../../templates/template-errors.ts';
import { RenderFailed } from './evaluate.ts';
import type { PythonValue } from './python-value.ts';
import { renderTemplate } from './render-template.ts';

const scope = new Map<string, PythonValue>([
  ['x', 'X'],
  ['o', { a: 1, list: ['one', 'two'], no: null, yes: true }],
]);

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
  ["{{ '\\n' }}  {# not on a new line #}b", '\n  b'],
  ['{% raw %}{% raw %}{% endraw %}', '{% raw %}'],
  ['a\n  {% raw %}', 'a\n'],
  ['a {#', 'a '],
  ['{{ o }}', "{'a': 1, 'list': ['one', 'two'], 'no': None, 'yes': True}"],
  ['{{ o | to_json_string }}', '{"a": 1,"list": ["one","two"],"no": null,"yes": true}'],
])('%j is rendered to %j', (template, expected) => {
  expect(renderTemplate(template, scope)).toBe(expected);
});

test.each(['{% raw %} ', '{# a', '{{ x', '{% if x'])('%s is none', (template) => {
  expect(() => renderTemplate(template, scope)).toThrow(TemplateSyntaxError);
});

test.each(['{% if x %}a{% endif %}', '{{ 1 + 1 }}', '{{ o.items }}', '{{ x | upper }}'])(
  'it does not pretend to know %s',
  (template) => {
    expect(() => renderTemplate(template, scope)).toThrow(NotReproduced);
  },
);

test('a name that nothing gives is an error', () => {
  expect(() => renderTemplate('{{ o.b }}', scope)).toThrow(new RenderFailed("'dict object' has no attribute 'b'"));
  expect(() => renderTemplate('{{ b }}', scope)).toThrow(new RenderFailed("'b' is undefined"));
});

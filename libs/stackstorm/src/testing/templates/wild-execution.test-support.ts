import fc from 'fast-check';
import { neutralizeJinja } from '../../templates/neutralize-jinja.ts';
import type { PythonObject, PythonValue } from './python-value.ts';
import type { ParameterSources } from './render-parameters.ts';

const SOURCES = ['trigger', 'action_context', 'config_context'];
const NAMES = [...SOURCES, ...SOURCES, ...SOURCES, 'a', 'b', 'c', 'nobody'];
const KEYS = ['x', 'user', 'deep', 'x', 'user', 'a-b'];
const TEXTS = ['', 'x', "'", '"', '\\', '\n', 'é', '😀', '{', '}}', '\r\n', '\u2028', 'True', '1', 'null'];
/** Blocks, comments, white-space control, and what only looks like them. */
const MARKS = [
  ...['{% raw %}{{ x }}{% endraw %}', '{%- raw -%} {% {% endraw -%}', '\n  {%+ raw %} {{%- endraw +%}\n', '{% raw %}'],
  ...[
    '{# a #}',
    '\n \t{#- b -#}\n ',
    '  {# c #}\n',
    '{# d',
    '{{- x -}}',
    '{{ action_context.user -}} \n',
    '{{',
    '{% if x %}',
  ],
  ...['\u0085 {%- raw %}', '\u001c', '\ufeff {# e -#} \ufeff', '\u00a0'],
];

const quoted = fc
  .tuple(fc.constantFrom("'", '"'), fc.array(fc.constantFrom(...TEXTS, 'user', 'x'), { maxLength: 3 }))
  .map(([quote, parts]) => quote + parts.join('').replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote);
const expression = fc.letrec<{ of: string }>((tie) => ({
  of: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(...NAMES),
    quoted,
    fc.constantFrom('true', 'False', 'none', '0', '17'),
    fc.tuple(fc.constantFrom(...SOURCES), fc.constantFrom('user', 'x', 'deep')).map(([of, key]) => `${of}.${key}`),
    fc.tuple(tie('of'), fc.constantFrom(...KEYS)).map(([of, key]) => `${of}['${key}']`),
    fc
      .tuple(fc.constantFrom(...SOURCES), quoted, fc.option(tie('of')))
      .map(([of, key, other]) => `${of}.get(${key}${other === null ? '' : `, ${other}`})`),
    fc.tuple(tie('of'), quoted, fc.constantFrom('', '[0]')).map(([of, by, item]) => `${of}.split(${by})${item}`),
    fc.array(tie('of'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(quoted, tie('of')), { maxLength: 3 })
      .map((items) => `{${items.map(([key, item]) => `${key}: ${item}`).join(', ')}}`),
    fc
      .tuple(tie('of'), fc.constantFrom('to_json_string', 'to_complex', 'use_none', 'to_json_string', 'upper'))
      .map(([of, filter]) => `(${of}) | ${filter}`),
  ),
})).of;
const template = fc
  .array(
    fc.oneof(
      expression.map((of) => `{{ ${of} }}`),
      expression.map((of) => `{{${of}}}`),
      fc.constantFrom(...MARKS),
      fc.constantFrom(...TEXTS),
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join(''));
const plain: fc.Arbitrary<PythonValue> = fc.oneof(
  fc.constantFrom<PythonValue>(null, true, false, 0, -3, 2.5, 1e16, 1e-7, 123456789.25, ...TEXTS),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.parse(JSON.stringify(value)) as number),
  fc.array(fc.constantFrom<PythonValue>(1, 'x', null, { k: "it's" }), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom<PythonValue>(1.5, 'y', [], { x: '"' }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
);
const value: fc.Arbitrary<PythonValue> = fc.oneof(
  plain,
  template,
  fc.array(fc.oneof(template, plain), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('k', 'l'), fc.oneof(template, plain), { maxKeys: 2, noNullPrototype: true }),
);
const schema = fc.record(
  {
    type: fc.constantFrom('string', 'string', 'string', 'number', 'boolean', 'object', 'integer'),
    default: value,
    immutable: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const given = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3, noNullPrototype: true });

/** Parameters with templates anywhere, most of which fail or mean something odd. */
export const wildExecution: fc.Arbitrary<ParameterSources> = fc
  .record({
    runner: fc.constant({}),
    action: fc.record({ a: schema, b: schema, c: schema }, { noNullPrototype: true }),
    given,
    context: fc.constant<PythonObject>({ user: 'ada', x: { user: 'deep' }, deep: [1, 2.0, 'three'] }),
    config: fc.constant<PythonObject>({ x: '/etc/x', deep: null }),
    more: fc.constant<PythonObject>({ trigger: { 'a-b': '{{ a }}', x: 3.25, user: 'it\'s "x"', deep: { x: false } } }),
  })
  .map((sources) => ({ ...sources, given: mutable(sources) }));

/** What is immutable cannot be given. */
const mutable = ({ given: all, action }: Pick<ParameterSources, 'given' | 'action'>): PythonObject =>
  Object.fromEntries(Object.entries(all).filter(([name]) => action[name]?.immutable !== true));

const json = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc
      .array(fc.oneof(fc.constantFrom(...MARKS, ...TEXTS), fc.string({ unit: 'binary', maxLength: 9 })), {
        maxLength: 6,
      })
      .map((all) => all.join('')),
    plain,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...MARKS, 'k'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** An action that passes two parameters on as JSON, in one variable of its environment. */
export const passedOn: fc.Arbitrary<{ wanted: PythonObject; sources: ParameterSources }> = fc
  .record({ a: json, b: json }, { noNullPrototype: true })
  .map((wanted) => ({
    wanted,
    sources: {
      runner: {},
      action: {
        ...{ a: {}, b: {}, env: { immutable: true, default: { ALL: '{{all}}' } } },
        all: { type: 'string', immutable: true, default: "{{ {'a': a, 'b': b} | to_json_string }}" },
      },
      ...{
        given: { a: neutralizeJinja(wanted['a'] ?? null), b: neutralizeJinja(wanted['b'] ?? null) },
        context: {},
        config: {},
      },
    },
  }));

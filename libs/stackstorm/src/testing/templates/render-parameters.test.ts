import { describe, expect, test } from '@jest/globals';
import { NotReproduced } from '../../templates/template-errors.ts';
import { LOCAL_SHELL_CMD } from '../runner-parameters.ts';
import { CastFailed } from './cast.ts';
import { RenderFailed } from './evaluate.ts';
import { PythonFloat, type PythonObject } from './python-value.ts';
import { type ParameterSchemas, renderParameters } from './render-parameters.ts';

const SCHEMAS: ParameterSchemas = {
  cloud: { type: 'string' },
  count: { type: 'integer', default: 2 },
  share: { type: 'number' },
  force: { type: 'boolean' },
  tags: { type: 'object' },
  names: { type: 'array' },
  anything: {},
};
const members = Object.keys(SCHEMAS).map((name) => `'${name}': ${name}`);
/** An action that passes everything on in one variable. */
const PASSED_ON: ParameterSchemas = {
  ...SCHEMAS,
  all: {
    type: 'string',
    immutable: true,
    default: `{{ {'params': {${members.join(', ')}}, 'user': action_context.get('user')} | to_json_string }}`,
  },
  path: { type: 'string', immutable: true, default: '{{ config_context.path }}' },
  env: { immutable: true, default: { ALL: '{{all}}', PATH_TO: '{{path}}' } },
  cmd: { immutable: true, default: 'env -0' },
  timeout: { default: 900 },
};
const render = (given: PythonObject, action: ParameterSchemas = PASSED_ON, more: PythonObject = {}) => {
  const sources = {
    runner: LOCAL_SHELL_CMD,
    action,
    context: { user: 'ada' },
    config: { path: '/etc/o.yaml' },
    more,
  };
  return renderParameters({ ...sources, given });
};
const paramsOf = (given: PythonObject): unknown => {
  const { env } = render(given) as { env: { ALL: string } };
  return (JSON.parse(env.ALL) as { params: unknown }).params;
};
const nothing = { cloud: null, count: 2, share: null, force: null, tags: null, names: null, anything: null };

test('what is not given is null, or its default', () => {
  expect(paramsOf({})).toEqual(nothing);
  expect(paramsOf({ count: null })).toEqual(nothing);
});

test('JSON is one ASCII text; the context and the configuration are there', () => {
  const { env, timeout, cmd } = render({ cloud: 'zür"ich\n' }) as Record<string, PythonObject>;
  expect(timeout).toBe(900);
  expect(cmd).toBe('env -0');
  expect(env!['PATH_TO']).toBe('/etc/o.yaml');
  expect(env!['ALL']).toContain('{"params": {"cloud": "z\\u00fcr\\"ich\\n","count": 2,');
  expect(env!['ALL']).toContain('"user": "ada"}');
});

test.each([
  ['false and zero stay', { force: false, count: 0, share: 0 }, { force: false, count: 0, share: 0 }],
  [
    'the texts of a chat become what the type says',
    { force: 'true', count: '7', share: '.5' },
    { force: true, count: 7, share: 0.5 },
  ],
  ['a text of JSON becomes the object', { tags: '{"a": [1]}', names: '["x"]' }, { tags: { a: [1] }, names: ['x'] }],
  ['a fraction is cut off an integer', { count: 2.9 }, { count: 2 }],
  ['a text without a type stays', { anything: '7' }, { anything: '7' }],
  ['braces that are no template stay', { cloud: 'a { b } {# c #} }}' }, { cloud: 'a { b } {# c #} }}' }],
  ['a value is rendered', { cloud: 'of {{ action_context.user }}' }, { cloud: 'of ada' }],
  ['a value is rendered with other parameters', { cloud: '{{ count }}-{{ force }}' }, { cloud: '2-None' }],
  [
    'a list in a text is written by Python',
    { cloud: '{{ names }}', names: ['a', true, "it's"] },
    { cloud: `['a', True, "it's"]`, names: ['a', true, "it's"] },
  ],
  [
    'a template within an object keeps the type',
    { tags: { n: '{{count}}', t: '{{ count }}' } },
    { tags: { n: 2, t: '2' } },
  ],
])('%s', (_what, given: PythonObject, expected) => {
  expect(paramsOf(given)).toEqual({ ...nothing, ...expected });
});

describe('what fails the execution in StackStorm fails here', () => {
  test.each([
    ['a number is no string', { cloud: 5 }, 'Got "int"'],
    ['an unknown name', { cloud: '{{ nobody }}' }, 'Dependency unsatisfied in variable "nobody"'],
    [
      'an unknown key',
      { cloud: '{{ action_context.nothing }}' },
      `Failed to render parameter "cloud": 'dict object' has no attribute 'nothing'`,
    ],
    ['a circle', { cloud: '{{ anything }}', anything: '{{ cloud }}' }, 'Cyclic dependency'],
    ['itself', { cloud: '{{ cloud }}' }, 'Cyclic dependency'],
    ['an immutable parameter', { all: '{}' }, 'immutable'],
    ['no parameter', { clout: 'a' }, 'no parameter'],
    [
      'a quote that breaks the JSON around a template',
      { tags: { t: '{{ cloud }}' }, cloud: '"' },
      'Failed to render parameter "tags"',
    ],
    ['a text that is no number', { count: 'many' }, "no number: 'many'"],
  ])('%s', (_what, given: PythonObject, message) => {
    expect(() => render(given)).toThrow(RenderFailed);
    expect(() => render(given)).toThrow(message);
  });
});

test('what does not fit its type is told from what cannot be rendered', () => {
  expect(() => render({ cloud: 5 })).toThrow(CastFailed);
  expect(() => render({ cloud: '{{ nobody }}' })).not.toThrow(CastFailed);
});

test.each(['{% if cloud %}{% endif %}', '{{ 1 + 1 }}', '{{ st2kv.system.x }}'])(
  'it does not pretend to know %s',
  (anything) => expect(() => render({ anything })).toThrow(NotReproduced),
);

test('a number with blanks is one; what only JavaScript takes for a blank makes it none that is known here', () => {
  expect(paramsOf({ count: ' 7\n' })).toMatchObject({ count: 7 });
  expect(() => render({ count: '7\ufeff' })).toThrow(NotReproduced);
});

test('what is no template stays as it is', () => {
  const given = { cloud: '{{ not closed', tags: { c: '{% raw %} ' }, anything: 'line\r\n' };
  expect(paramsOf(given)).toEqual({ ...nothing, ...given });
});

test('the datastore is there where it is given', () => {
  const more = { st2kv: { system: { x: 'kept' } } };
  expect(render({ anything: '{{ st2kv.system.x }}' }, undefined, more)['anything']).toBe('kept');
  // Nothing fails where it has no such key.
  expect(render({ anything: "<{{ st2kv.system.y }}{{ st2kv.system['y-z'] }}>" }, undefined, more)['anything']).toBe(
    '<>',
  );
});

test('a default that is a template wins over a value that is one', () => {
  const action = { a: { type: 'string', default: '{{ config_context.path }}' } };
  expect(render({ a: 'mine' }, action)['a']).toBe('mine');
  expect(render({ a: '{{ action_context.user }}' }, action)['a']).toBe('/etc/o.yaml');
});

test('a rule gives its payload', () => {
  const payload = { trigger: { body: { 'x-y': '{{ not again }}', items: 3.0 } } };
  const action: ParameterSchemas = { a: { type: 'string' }, n: { type: 'number' } };
  expect(render({ a: "{{ trigger.body['x-y'] }}", n: "{{ trigger.body['items'] }}" }, action, payload)).toMatchObject({
    a: '{{ not again }}',
    n: new PythonFloat(3),
  });
});

import { describe, expect, test } from '@jest/globals';
import { bridgedAction, LOCAL_SHELL_CMD } from './actions.test-support.ts';
import { NotReproduced } from './expression.ts';
import { RenderFailed } from './evaluate.ts';
import { PythonFloat, type PythonObject } from './python-value.ts';
import { type ParameterSchemas, renderFinalParameters, renderLiveParameters } from './render-parameters.ts';

const SCHEMAS: ParameterSchemas = {
  cloud: { type: 'string' },
  count: { type: 'integer', default: 2 },
  share: { type: 'number' },
  force: { type: 'boolean' },
  tags: { type: 'object' },
  names: { type: 'array' },
  anything: {},
};
const render = (given: PythonObject, action: ParameterSchemas = bridgedAction(SCHEMAS), more: PythonObject = {}) => {
  const sources = {
    runner: LOCAL_SHELL_CMD,
    action,
    context: { user: 'ada' },
    config: { config: '/etc/o.yaml' },
    more,
  };
  return renderFinalParameters({ ...sources, given: renderLiveParameters({ ...sources, given }) });
};
const paramsOf = (given: PythonObject): unknown => {
  const { env } = render(given) as { env: { OPSBOOK_PARAMS: string } };
  return (JSON.parse(env.OPSBOOK_PARAMS) as { params: unknown }).params;
};
const nothing = { cloud: null, count: 2, share: null, force: null, tags: null, names: null, anything: null };

test('what is not given is null, or its default', () => {
  expect(paramsOf({})).toEqual(nothing);
  expect(paramsOf({ count: null })).toEqual(nothing);
});

test('the bridge is one ASCII text, with who asks and from which configuration', () => {
  const { env, timeout, cmd } = render({ cloud: 'zür"ich\n' }) as Record<string, PythonObject>;
  expect(timeout).toBe(900);
  expect(cmd).toBe('env -0');
  expect(env!['OPSBOOK_CONFIG']).toBe('/etc/o.yaml');
  expect(env!['OPSBOOK_PARAMS']).toContain('{"params": {"cloud": "z\\u00fcr\\"ich\\n","count": 2,');
  expect(env!['OPSBOOK_PARAMS']).toContain('"context": {"user": "ada","apiUser": null,');
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
    ['an unknown key', { cloud: '{{ action_context.nothing }}' }, "no 'nothing'"],
    ['a circle', { cloud: '{{ anything }}', anything: '{{ cloud }}' }, 'Cyclic dependency'],
    ['itself', { cloud: '{{ cloud }}' }, 'Cyclic dependency'],
    ['an immutable parameter', { params_json: '{}' }, 'immutable'],
    ['no parameter', { clout: 'a' }, 'no parameter'],
    ['a quote that breaks the JSON around a template', { tags: { t: '{{ cloud }}' }, cloud: '"' }, 'no JSON'],
  ])('%s', (_what, given: PythonObject, message) => {
    expect(() => render(given)).toThrow(RenderFailed);
    expect(() => render(given)).toThrow(message);
  });
});

test.each([
  '{% if x %}',
  '{{ 1 + 1 }}',
  '{{ cloud.items }}',
  '{{- x }}',
  '{{ anything | upper }}',
  '{{ st2kv.system.x }}',
  '{{ x',
  '{# a #}{{ 1 }}',
])('it does not pretend to know %s', (cloud) => expect(() => render({ cloud, anything: 1 })).toThrow(NotReproduced));

test('a default that is a template wins over a value that is one', () => {
  const action = { a: { type: 'string', default: '{{ config_context.config }}' } };
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

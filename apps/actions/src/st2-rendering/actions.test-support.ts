import { neutralizeJinja } from '@opsbook/stackstorm';
import {
  LOCAL_SHELL_CMD,
  type ParameterSchema,
  type ParameterSchemas,
  type ParameterSources,
  type PythonObject,
  type PythonValue,
} from '@opsbook/stackstorm/testing';
import fc from 'fast-check';
import { BRIDGE_CONTEXT, BRIDGE_ENV, BRIDGE_ENVIRONMENT } from '../bridge.ts';

/** An action as the pack makes them, of any parameters. */
export function bridgedAction(parameters: ParameterSchemas): ParameterSchemas {
  const members = (entries: (readonly [string, string])[]): string =>
    `{${entries.map(([name, expression]) => `'${name}': ${expression}`).join(', ')}}`;
  const bridge = members([
    ['params', members(Object.keys(parameters).map((name) => [name, name]))],
    ['plan', 'plan'],
    ['context', members(Object.entries(BRIDGE_CONTEXT))],
    ['environment', BRIDGE_ENVIRONMENT],
  ]);
  return {
    ...parameters,
    plan: { type: 'boolean', default: false },
    params_json: { type: 'string', immutable: true, default: `{{ ${bridge} | to_json_string }}` },
    config_path: { type: 'string', immutable: true, default: '{{ config_context.config }}' },
    env: {
      immutable: true,
      default: { [BRIDGE_ENV.params]: '{{params_json}}', [BRIDGE_ENV.config]: '{{config_path}}' },
    },
    cmd: { immutable: true, default: 'env -0' },
    timeout: { default: 900 },
  };
}

/** Texts that something on the way may take for its own. */
const TRAPS = [
  ...[
    '',
    ' ',
    '\n',
    'None',
    'null',
    'true',
    'False',
    '0',
    '1e5',
    '{}',
    '[]',
    '"',
    "'",
    '`id`',
    '$(id)',
    '$HOME',
    '\\',
    '\\n',
  ],
  ...['{{', '}}', '{{ x }}', '{% raw %}', '{% endraw %}', '{# no #}', "{{ '", '{', '}', '{{params_json}}', '"}}', '%'],
  ...[
    '\u0000',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\r\n',
    'é',
    '漢',
    '😀',
    '; rm -rf /',
    '() { :;};',
    'a=b',
    '--x',
    '#',
  ],
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(fc.oneof(fc.constantFrom(...TRAPS), fc.string({ maxLength: 6 })), { maxLength: 6 })
    .map((parts) => parts.join('')),
);
/** Where an object has a name with a backslash, V8's `JSON.parse` may read one in another object as that name (nodejs/node#63785). */
const key = text.filter((given) => !given.includes('\\'));
/** JSON has no negative zero. */
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => JSON.parse(JSON.stringify(value)) as number);
const json = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.oneof(text, number, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const VALUES: Readonly<Record<string, fc.Arbitrary<PythonValue>>> = {
  string: text,
  integer: fc.maxSafeInteger(),
  number,
  boolean: fc.boolean(),
  array: fc.array(json, { maxLength: 4 }),
  object: fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true }),
};

/** Parameters none of which is to be taken for a template. */
export const neutralized = (given: PythonObject): PythonObject =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, neutralizeJinja(value)]));

/** A value for each parameter, absent for some. */
export const givenFor = (schemas: ParameterSchemas): fc.Arbitrary<PythonObject> =>
  fc.record(
    Object.fromEntries(
      Object.entries(schemas).map(([name, { type }]) => [name, type === undefined ? json : (VALUES[type] ?? json)]),
    ),
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<PythonObject>;

const TAKEN = new Set([
  ...['cmd', 'cwd', 'env', 'kwarg_op', 'sudo', 'sudo_password', 'timeout', 'plan', 'params_json', 'config_path'],
  ...[
    'and',
    'or',
    'not',
    'in',
    'is',
    'if',
    'for',
    'else',
    'true',
    'false',
    'none',
    'self',
    'loop',
    'recursive',
    'st2kv',
  ],
]);
const name = fc.stringMatching(/^[a-z]\w{1,8}$/).filter((word) => !TAKEN.has(word));
const parameters: fc.Arbitrary<ParameterSchemas> = fc.dictionary(
  name,
  fc
    .option(fc.constantFrom(...Object.keys(VALUES)), { nil: undefined })
    .map((type): ParameterSchema => (type === undefined ? {} : { type })),
  { minKeys: 1, maxKeys: 6, noNullPrototype: true },
);

/** An execution of an action of any parameters with any values, none of which is to be taken for a template. */
export const execution: fc.Arbitrary<{ wanted: PythonObject; sources: ParameterSources }> = parameters.chain(
  (schemas) =>
    fc
      .record({
        ...{ wanted: givenFor(schemas), plan: fc.option(fc.boolean(), { nil: undefined }), user: text },
        environment: fc.dictionary(fc.stringMatching(/^[A-Z]{1,4}$/), text, { maxKeys: 2, noNullPrototype: true }),
      })
      .map(({ wanted, plan, user, environment }) => ({
        wanted,
        sources: {
          runner: LOCAL_SHELL_CMD,
          action: bridgedAction(schemas),
          given: { ...neutralized(wanted), ...(plan !== undefined && { plan }) },
          context: { user, pack: 'opsbook' },
          config: { config: '/etc/opsbook/opsbook.yaml', chat_channel: '', environment },
        },
      })),
);

import { expect, test } from '@jest/globals';
import { defineRunbook, secretInput } from '@opsbook/runbook';
import { runbooks } from '@opsbook/workflows';
import * as z from 'zod';
import { BRIDGE_CONTEXT } from '../bridge.ts';
import { fieldsOf } from './fields-of.ts';
import { actionName } from './names.ts';
import { packOf } from './pack.test-support.ts';

const pack = packOf();
const each = runbooks.map((runbook) => [runbook.name, runbook] as const);

/** `'a': x, 'b': y` of a template as [['a', 'x'], ['b', 'y']]. */
const pairsOf = (template: string, key: string): string[][] => {
  const object = new RegExp(`'${key}': \\{([^}]*)\\}`).exec(template)?.[1] ?? '';
  return object === '' ? [] : object.split(', ').map((pair) => pair.replaceAll("'", '').split(': '));
};

test('every runbook has an action, and there is no other but the workflows', () => {
  const actions = pack.all<{ name: string; runner_type: string }>('actions');
  const shell = actions.filter(({ runner_type: runner }) => runner === 'local-shell-cmd').map(({ name }) => name);
  expect(shell.sort()).toEqual(runbooks.map(({ name }) => actionName(name)).sort());
  expect(actions.length - shell.length).toBe(pack.all('actions/workflows').length);
});

test.each(each)('%s takes what its runbook takes', (name, runbook) => {
  const { parameters } = pack.action(actionName(name));
  const { shape } = runbook.input as z.ZodObject<Record<string, z.ZodType>>;
  const fields = fieldsOf(runbook);
  expect(fields.map((field) => field.name)).toEqual(Object.keys(shape));
  for (const { name: field, parameter } of fields) {
    const schema = parameters[parameter];
    const type = shape[field] as z.ZodType;
    expect({ field, required: schema?.['required'] ?? false }).toEqual({
      field,
      required: !type.safeParse(undefined).success,
    });
    const { type: wanted, description, default: preset } = z.toJSONSchema(type, { io: 'input' });
    expect(schema).toMatchObject({ type: wanted, description, ...(preset !== undefined && { default: preset }) });
  }
});

test.each(each)('%s gives its runbook every parameter, and nothing on the command line', (name, runbook) => {
  const { parameters } = pack.action(actionName(name));
  const template = String(parameters['params_json']?.['default']);
  expect(pairsOf(template, 'params')).toEqual(fieldsOf(runbook).map((field) => [field.name, field.parameter]));
  expect(
    Object.keys(BRIDGE_CONTEXT).filter((key) => !template.includes(`'${key}': ${BRIDGE_CONTEXT[key as 'user']}`)),
  ).toEqual([]);
  expect(template).toContain("'environment': config_context.environment}");
  expect(parameters['params_json']).toMatchObject({ immutable: true, secret: true, type: 'string' });
  expect(parameters['env']).toEqual({
    immutable: true,
    default: { OPSBOOK_PARAMS: '{{params_json}}', OPSBOOK_CONFIG: '{{config_path}}' },
  });
  expect(parameters['cmd']).toEqual({
    immutable: true,
    default: `/usr/bin/node --min-semi-space-size=32 --single-threaded-gc /opt/stackstorm/packs/opsbook/dist/opsbook.js action ${name}`,
  });
  expect(pack.action(actionName(name))).toMatchObject({ entry_point: '', runner_type: 'local-shell-cmd' });
});

test('what may change something can be planned, and nothing else', () => {
  const plannable = runbooks.filter(({ name }) => pack.action(actionName(name)).parameters['plan'] !== undefined);
  expect(plannable.map(({ name }) => name)).toEqual(
    runbooks.filter(({ risk }) => risk !== 'read-only').map(({ name }) => name),
  );
  expect(pack.action('server_delete').parameters['plan']).toMatchObject({ type: 'boolean', default: false });
  expect(String(pack.action('server_delete').parameters['params_json']?.['default'])).toContain(
    "'plan': plan, 'planHash': plan_hash,",
  );
});

test('the cloud comes first, then what the runbook is about', () => {
  const positions = (name: string) =>
    Object.entries(pack.action(name).parameters)
      .filter(([, schema]) => schema['position'] !== undefined)
      .sort(([, a], [, b]) => Number(a['position']) - Number(b['position']))
      .map(([parameter, schema]) => [parameter, schema['position']]);
  expect(positions('hypervisor_drain')).toEqual([
    ['cloud', 0],
    ['hypervisor', 1],
  ]);
  expect(positions('ticket_create')).toEqual([['project', 0]]);
  expect(positions('hypervisor_rollout')).toEqual([['cloud', 0]]);
  expect(positions('audit_check_connections')).toEqual([]);
});

test('an action has as much time as its risk says', () => {
  const timeout = (name: string) => pack.action(name).parameters['timeout']?.['default'];
  expect([timeout('quota_show'), timeout('quota_set'), timeout('hypervisor_drain')]).toEqual([900, 7200, 86_400]);
});

test('names of the runner, of the pack and of Jinja are left to them; secrets are marked, also deep inside', () => {
  const odd = defineRunbook()({
    ...{ name: 'site.call', summary: 'Call', risk: 'safe', output: z.unknown(), run: async () => null },
    input: z.strictObject({
      timeout: z.int().default(5).describe('Seconds'),
      sudo: z.boolean().optional().describe('As root'),
      plan: z.string().describe('Which plan'),
      plan_hash: z.string().describe('Its hash'),
      range: z.string().optional().describe('From and to'),
      token: secretInput().describe('Token'),
      logins: z.array(z.object({ password: secretInput(), user: z.string().optional() })).describe('Logins'),
      note: z.string().default('{{ now }}').describe('Note'),
      anything: z.json().optional().describe('Anything'),
      share: z.union([z.number().gt(0).lt(1), z.literal('all')]).describe('Share'),
    }),
  });
  const { parameters } = packOf({ runbooks: [odd] }).action('site_call');
  expect(parameters).toMatchObject({
    runbook_timeout: { type: 'integer', default: 5 },
    runbook_sudo: { type: 'boolean' },
    runbook_plan: { type: 'string', required: true },
    runbook_plan_hash: { type: 'string', required: true },
    runbook_range: { type: 'string' },
    timeout: { default: 7200 },
    sudo: { immutable: true, default: false },
    plan: { type: 'boolean', default: false },
  });
  expect(parameters['token']).toEqual({
    type: 'string',
    description: 'Token',
    secret: true,
    required: true,
  });
  expect(parameters['logins']?.['items']).toEqual({
    type: 'object',
    properties: { password: { type: 'string', secret: true, required: true }, user: { type: 'string' } },
  });
  // The runbook's own default; in the pack it would be a template.
  expect(parameters['note']).toEqual({ type: 'string', description: 'Note' });
  expect(parameters['anything']?.['anyOf']).toHaveLength(7);
  expect(parameters['share']?.['anyOf']).toEqual([
    { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true },
    { type: 'string', enum: ['all'] },
  ]);
  const template = String(parameters['params_json']?.['default']);
  expect(pairsOf(template, 'params').slice(0, 5)).toEqual([
    ['timeout', 'runbook_timeout'],
    ['sudo', 'runbook_sudo'],
    ['plan', 'runbook_plan'],
    ['plan_hash', 'runbook_plan_hash'],
    ['range', 'runbook_range'],
  ]);
});

test('the schema of the result says what the runbook reports', () => {
  const { output_schema: schema } = pack.action('hypervisor_drain');
  expect(schema.properties['report']?.properties).toMatchObject({
    empty: { type: 'boolean', required: true },
    moved: { type: 'array', items: { type: 'object', properties: { id: { type: 'string', required: true } } } },
  });
});

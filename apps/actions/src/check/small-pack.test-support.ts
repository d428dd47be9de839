import type { PackFile } from '../pack/pack-file.ts';
import { yamlFile } from '../pack/yaml-file.ts';

/** Files of a small pack with one of each kind, as objects by path; StackStorm takes it as it is. */
export const smallPack = (): Record<string, Record<string, unknown>> => ({
  'pack.yaml': { ref: 'ops', name: 'Ops', description: 'Small', version: '1.0.0', author: 'Ada' },
  'config.schema.yaml': { config: { type: 'string', default: '/etc/ops.yaml' }, loose: { type: 'string' } },
  'actions/drain.yaml': {
    name: 'drain',
    pack: 'ops',
    runner_type: 'local-shell-cmd',
    entry_point: '',
    parameters: {
      host: { type: 'string', required: true, position: 0 },
      reason: { type: 'string', default: 'none', position: 1 },
      count: { type: 'integer', default: 2, minimum: 1 },
      tags: { type: 'array', items: { type: ['string', 'null'], examples: ['a'] } },
      params_json: {
        type: 'string',
        immutable: true,
        default: "{{ {'host': host, 'user': action_context.get('user')} | to_json_string }}",
      },
      env: { immutable: true, default: { PARAMS: '{{params_json}}' } },
      cmd: { immutable: true, default: 'run {{ config_context.config }}' },
      timeout: { default: 900 },
    },
  },
  'actions/careful.yaml': {
    name: 'careful',
    runner_type: 'orquesta',
    entry_point: 'workflows/careful.yaml',
    parameters: { host: { type: 'string', required: true } },
  },
  'actions/workflows/careful.yaml': {
    version: 1.0,
    input: ['host'],
    tasks: {
      ask: { action: 'core.ask', input: { ttl: 5 }, next: [{ when: '<% succeeded() %>', do: 'drain' }] },
      drain: { action: 'ops.drain', input: { host: '<% ctx().host %>' } },
    },
    output: [{ host: '<% ctx().host %>' }],
  },
  'triggers/down.yaml': {
    name: 'down',
    payload_schema: {
      type: 'object',
      properties: {
        host: { type: 'string', required: true },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        list: { type: 'array', items: { type: 'object', properties: { id: {} } } },
      },
    },
    parameters_schema: {
      type: 'object',
      properties: { zone: { type: 'string', required: true } },
      additionalProperties: false,
    },
  },
  'rules/on_down.yaml': {
    name: 'on_down',
    enabled: true,
    trigger: { type: 'ops.down', parameters: { zone: 'a' } },
    criteria: {
      'trigger.host': { type: 'exists', pattern: true },
      "trigger.labels['a-b']#one": { type: 'equals', pattern: '{{ trigger.host }}' },
      'trigger.list': { type: 'search', condition: 'any', pattern: { 'item.id': { type: 'eq', pattern: 1 } } },
    },
    action: {
      ref: 'ops.drain',
      parameters: { host: '{{ trigger.host }}', reason: "{{ trigger.labels['x'] }} is down" },
    },
  },
  'aliases/drain.yaml': {
    name: 'drain',
    action_ref: 'ops.drain',
    formats: ['(please )?drain {{ host }} because {{ reason = it is broken }}'],
    ack: { enabled: true, format: 'As you say' },
    immutable_parameters: { count: 1 },
  },
  'policies/drain_alone.yaml': {
    name: 'drain_alone',
    resource_ref: 'ops.drain',
    policy_type: 'action.concurrency.attr',
    parameters: { threshold: 1, attributes: ['host'] },
  },
  'sensors/look.yaml': {
    class_name: 'Look',
    entry_point: 'look.py',
    poll_interval: 5,
    trigger_types: [{ name: 'seen', payload_schema: { type: 'object' } }],
  },
});

/** The pack with one value set, or taken out where it is undefined. */
export function changed(path: string, at: string, value: unknown): PackFile[] {
  const files = smallPack();
  const keys = at.split('/');
  const last = keys.pop() ?? '';
  let inside = (files[path] ??= {});
  for (const key of keys) inside = (inside[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(inside, last);
  else if (last !== '') inside[last] = value;
  return filesOf(files);
}

export const filesOf = (files: ReturnType<typeof smallPack>): PackFile[] => [
  ...Object.entries(files).map(([path, object]) => yamlFile(path, object)),
  { path: 'sensors/look.py', content: '' },
];

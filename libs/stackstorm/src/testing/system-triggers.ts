import type { TriggerTypeRecord } from './records.ts';

const type = (name: string, payload_schema: object, parameters_schema: object = {}) => ({
  pack: 'core',
  name,
  description: '',
  payload_schema: payload_schema as Record<string, unknown>,
  parameters_schema: parameters_schema as Record<string, unknown>,
});

const fields = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, {}])),
});

/** Those that events can come of in the simulator. Source: st2common/constants/triggers.py. */
export const systemTriggerTypes: readonly Omit<TriggerTypeRecord, 'id' | 'ref'>[] = [
  type(
    'st2.generic.actiontrigger',
    fields(
      'execution_id',
      'status',
      'start_timestamp',
      'action_name',
      'action_ref',
      'runner_ref',
      'parameters',
      'result',
    ),
  ),
  type('st2.generic.inquiry', {
    type: 'object',
    properties: { id: { type: 'string', required: true }, route: { type: 'string', required: true } },
    additionalProperties: false,
  }),
  type('st2.webhook', fields('headers', 'headers_lower', 'body'), {
    type: 'object',
    properties: { url: { type: 'string', required: true } },
    additionalProperties: false,
  }),
];

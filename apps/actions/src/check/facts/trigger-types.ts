import type { TriggerType } from '../shapes/trigger-type-shape.ts';

type Schema = Record<string, unknown>;
const anything = (...names: string[]): Schema => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, {}])),
});
const strict = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
const core = (name: string, payload: Schema, parameters?: Schema): [string, TriggerType] => [
  `core.${name}`,
  { name, pack: 'core', payload_schema: payload, ...(parameters && { parameters_schema: parameters }) },
];
const textOrNumber = { anyOf: [{ type: 'string' }, { type: 'integer' }] };
const timer = anything('executed_at', 'schedule');
const timezone = { type: 'string' };

/** Trigger types that every StackStorm has (st2 `st2common/constants/triggers.py`, `contrib/linux/sensors/file_watch_sensor.yaml`). */
export const TRIGGER_TYPES: ReadonlyMap<string, TriggerType> = new Map([
  core(
    'st2.generic.actiontrigger',
    anything(
      ...[
        'execution_id',
        'status',
        'start_timestamp',
        'action_name',
        'action_ref',
        'runner_ref',
        'parameters',
        'result',
      ],
    ),
  ),
  core(
    'st2.generic.notifytrigger',
    anything(
      ...['execution_id', 'status', 'start_timestamp', 'end_timestamp', 'action_ref', 'runner_ref', 'channel', 'route'],
      ...['message', 'data'],
    ),
  ),
  core('st2.action.file_written', anything('ref', 'file_path', 'host_info')),
  core(
    'st2.generic.inquiry',
    strict({ id: { type: 'string', required: true }, route: { type: 'string', required: true } }),
  ),
  core('st2.sensor.process_spawn', anything('object')),
  core('st2.sensor.process_exit', anything('object')),
  core('st2.key_value_pair.create', anything('object')),
  core('st2.key_value_pair.update', anything('object')),
  core('st2.key_value_pair.value_change', anything('old_object', 'new_object')),
  core('st2.key_value_pair.delete', anything('object')),
  core(
    'st2.webhook',
    anything('headers', 'headers_lower', 'body'),
    strict({ url: { type: 'string', required: true } }),
  ),
  core(
    'st2.IntervalTimer',
    timer,
    strict({
      timezone,
      unit: { enum: ['weeks', 'days', 'hours', 'minutes', 'seconds'], required: true },
      delta: { type: 'integer', required: true },
    }),
  ),
  core('st2.DateTimer', timer, strict({ timezone, date: { type: 'string', required: true } })),
  core(
    'st2.CronTimer',
    timer,
    strict({
      timezone,
      ...Object.fromEntries(
        ['year', 'month', 'day', 'week', 'day_of_week', 'hour', 'minute', 'second'].map((unit) => [unit, textOrNumber]),
      ),
    }),
  ),
  [
    'linux.file_watch.line',
    {
      name: 'file_watch.line',
      pack: 'linux',
      payload_schema: anything('file_path', 'file_name', 'line'),
      parameters_schema: strict({ file_path: { type: 'string', required: true } }),
    },
  ],
]);

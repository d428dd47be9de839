import type { ExecutionRecord } from './records.ts';
import { allParameters } from './runner-parameters.ts';
import type { World } from './world.ts';

const MASK = '********';

/** Its parameters, of which secrets are masked. Source: st2common/util/secrets.py. */
export function maskedParameters({ action, parameters }: ExecutionRecord): Record<string, unknown> {
  const schemas = allParameters(action);
  const shown = Object.entries(parameters).map(([name, value]): [string, unknown] => [
    name,
    schemas[name]?.['secret'] === true ? MASK : value,
  ]);
  return Object.fromEntries(shown);
}

/** An execution as the API gives it. Source: st2common/models/api/execution.py. */
export function wireExecution(world: World, execution: ExecutionRecord): Record<string, unknown> {
  const { id, action, status, result, context, rule, triggerInstance, end_timestamp: end } = execution;
  const elapsed = end === undefined ? undefined : (Date.parse(end) - Date.parse(execution.start_timestamp)) / 1000;
  const parent = (context['parent'] as { execution_id?: string } | undefined)?.execution_id;
  const children = [...world.executions.values()].filter((one) => parentOf(one) === id).map((one) => one.id);
  return {
    id,
    status,
    parameters: maskedParameters(execution),
    context,
    action: { ...action, runner_type: { name: action.runner_type } },
    runner: { name: action.runner_type, runner_module: action.runner_type },
    liveaction: { id: `${id.slice(0, 8)}1${id.slice(9)}`, action: action.ref },
    start_timestamp: execution.start_timestamp,
    log: execution.log,
    web_url: `https://localhost/?#/history/${id}/general`,
    children,
    ...(result !== undefined && { result }),
    ...(end !== undefined && { end_timestamp: end, elapsed_seconds: elapsed }),
    ...(parent !== undefined && { parent }),
    ...(rule !== undefined && { rule: world.rules.get(rule) ?? { ref: rule } }),
    ...(triggerInstance !== undefined && { trigger_instance: world.triggerInstances.get(triggerInstance) }),
  };
}

export const parentOf = ({ context }: ExecutionRecord): string | undefined =>
  (context['parent'] as { execution_id?: string } | undefined)?.execution_id;

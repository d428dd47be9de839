import { BRIDGE_CONTEXT, BRIDGE_ENVIRONMENT } from '../bridge.ts';
import type { Field } from './fields-of.ts';

/**
 * The template that makes the bridge's JSON of an action's parameters. StackStorm renders it with every parameter, null where
 * none was given (st2 `st2common/util/param.py`); the keys are the runbook's own fields.
 */
export function parametersTemplate(fields: readonly Field[], plannable: boolean): string {
  const params = fields.map(({ name, parameter }) => `'${name}': ${parameter}`);
  const context = Object.entries(BRIDGE_CONTEXT).map(([key, expression]) => `'${key}': ${expression}`);
  const parts = [
    `'params': {${params.join(', ')}}`,
    ...(plannable ? ["'plan': plan", "'planHash': plan_hash"] : []),
    `'context': {${context.join(', ')}}`,
    `'environment': ${BRIDGE_ENVIRONMENT}`,
  ];
  return `{{ {${parts.join(', ')}} | to_json_string }}`;
}

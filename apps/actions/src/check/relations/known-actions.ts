import { ACTIONS } from '../facts/actions.ts';
import { RUNNERS } from '../facts/runners.ts';
import type { PackContent } from '../pack-content.ts';
import type { Action } from '../shapes/action-shape.ts';
import type { Parameter, Parameters } from '../shapes/parameter-schema.ts';

/** All that an action takes: its runner's parameters with what the action changes of them, and its own. */
export function parametersOf({ runner_type, parameters }: Action): Parameters {
  const runner = RUNNERS[runner_type] ?? {};
  const own = Object.entries(parameters ?? {}).map(([name, schema]) => [name, { ...runner[name], ...schema }] as const);
  return { ...runner, ...Object.fromEntries(own) };
}

/** The action of a reference: of the pack or of StackStorm itself. */
export function actionOf(ref: string, { ref: pack, actions }: PackContent): Action | undefined {
  if (ACTIONS.has(ref)) return ACTIONS.get(ref);
  const [, own, name] = /^([^.]+)\.(.+)$/.exec(ref) ?? [];
  return own === pack ? [...actions.values()].find((action) => action.name === name) : undefined;
}

/** Whether one has to give it (st2 `st2common/models/utils/action_param_utils.py`, `validate_action_parameters`). */
export const mustBeGiven = (parameter: Parameter): boolean =>
  parameter.required === true && !('default' in parameter) && parameter.immutable !== true;

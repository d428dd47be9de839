import type { Schema } from './json-schema.ts';
import type { ActionRecord } from './records.ts';

type Schemas = Readonly<Record<string, Schema>>;

/**
 * The parameters of `local-shell-cmd`, which every action of it has besides its own.
 * Source: contrib/runners/local_runner/local_runner/runner.yaml.
 */
export const LOCAL_SHELL_CMD = {
  cmd: { type: 'string' },
  cwd: { type: 'string' },
  env: { type: 'object' },
  kwarg_op: { type: 'string', default: '--' },
  sudo: { type: 'boolean', default: false },
  sudo_password: { type: 'string', secret: true, default: null },
  timeout: { type: 'integer', default: 60 },
} as const;

/** What a runner adds to the parameters of its actions; the simulator knows those of `local-shell-cmd`. */
export const runnerParameters = ({ runner_type: runner }: Pick<ActionRecord, 'runner_type'>): Schemas =>
  runner === 'local-shell-cmd' ? LOCAL_SHELL_CMD : {};

/** All parameters of an action: those of its runner, with what it says of them itself, and its own. */
export function allParameters(action: Pick<ActionRecord, 'runner_type' | 'parameters'>): Schemas {
  const inherited = Object.entries(runnerParameters(action)).map(([name, schema]): [string, Schema] => [
    name,
    { ...schema, ...action.parameters[name] },
  ]);
  return { ...action.parameters, ...Object.fromEntries(inherited) };
}

import { RenderFailed } from '../templates/evaluate.ts';
import { isObject, type PythonObject } from '../templates/python-value.ts';

/** What Linux allows for `NAME=value` and the zero byte behind it (`MAX_ARG_STRLEN`, 32 pages). */
const LONGEST_VARIABLE = 131_072;

/** What st2 adds for every action (st2 `st2common/runners/base.py`, `_get_common_action_env_variables`). */
export interface ExecutionFacts {
  id: string;
  pack: string;
  /** Ends in `/v1`. */
  apiUrl: string;
  /** Valid as long as the execution. */
  token: string;
}

/**
 * The environment that the local runners give to the process, beside what the service itself has: `env` of the final parameters, then
 * st2's own variables, which win (st2 `contrib/runners/local_runner/local_runner/base.py`).
 *
 * @throws RenderFailed for what no process can be started with: a value that is no text, has a zero byte, or is too long.
 */
export function commandEnvironment(parameters: PythonObject, { id, pack, apiUrl, token }: ExecutionFacts) {
  const own = parameters['env'] ?? {};
  if (!isObject(own)) throw new RenderFailed('env is no object');
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (typeof value !== 'string') throw new RenderFailed(`the variable ${name} is no text`);
    if (value.includes('\0')) throw new RenderFailed(`the variable ${name} has a zero byte`);
    const bytes = Buffer.byteLength(name) + Buffer.byteLength(value) + 2;
    if (bytes > LONGEST_VARIABLE)
      throw new RenderFailed(`the variable ${name} has ${bytes} bytes; Linux allows ${LONGEST_VARIABLE}`);
    environment[name] = value;
  }
  return {
    ...environment,
    ST2_ACTION_PACK_NAME: pack,
    ST2_ACTION_EXECUTION_ID: id,
    ST2_ACTION_API_URL: apiUrl,
    ST2_ACTION_AUTH_TOKEN: token,
    ST2_ACTION_DEBUG: 'False',
  };
}

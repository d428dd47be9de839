/** Parameters of the runner, which an action can only preset (st2 `contrib/runners/local_runner/local_runner/runner.yaml`). */
const RUNNER = ['cmd', 'cwd', 'env', 'kwarg_op', 'sudo', 'sudo_password', 'timeout'];
/** What the actions of a pack add of their own. */
const OURS = ['plan', 'plan_hash', 'params_json', 'config_path'];
/** What a template sees besides the parameters (st2 `st2common/util/param.py`). */
const TEMPLATE = ['st2kv', 'action_context', 'config_context'];
/** What Jinja takes for something of its own: words of its expressions, and names that it defines itself. */
const JINJA = ['and', 'or', 'not', 'in', 'is', 'if', 'else', 'for', 'true', 'false', 'none', 'True', 'False', 'None'];
const JINJA_NAMES = ['self', 'loop', 'super', 'caller', 'range', 'dict', 'lipsum', 'cycler', 'joiner', 'namespace'];
const TAKEN = new Set([...RUNNER, ...OURS, ...TEMPLATE, ...JINJA, ...JINJA_NAMES]);

/** The action of a runbook: `hypervisor.find-empty` is `hypervisor_find_empty`. */
export const actionName = (runbook: string): string => runbook.replace(/[.-]/g, '_');

/**
 * The parameter of an action that gives a field of its runbook: of the same name, unless StackStorm uses that for something
 * else. Then it is called `runbook_<field>`: `timeout` is the runner's own.
 */
export const parameterName = (field: string): string => (TAKEN.has(field) ? `runbook_${field}` : field);

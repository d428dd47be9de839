export { OPERATORS } from './criteria/operators.ts';
export { type PackDocument, type Unregistered } from './install-pack.ts';
export { type Schema } from './json-schema.ts';
export { type SimulatedUser } from './records.ts';
export {
  type NewAction,
  StackStormSimulator,
  type StackStormSimulatorOptions,
  startStackStorm,
} from './stackstorm-simulator.ts';
export { type LocalShellRunnerOptions, localShellRunner } from './local-shell/local-shell-runner.ts';
export { type Runner, type RunningExecution } from './runner.ts';
export { LOCAL_SHELL_CMD } from './runner-parameters.ts';
export { RenderFailed } from './templates/evaluate.ts';
export { type PythonObject, type PythonValue } from './templates/python-value.ts';
export {
  type ParameterSchema,
  type ParameterSchemas,
  type ParameterSources,
  renderParameters,
} from './templates/render-parameters.ts';

export { type Runner, type RunningExecution } from './execution-engine.ts';
export { type Schema, schemaFault } from './json-schema.ts';
export { type SimulatedUser } from './records.ts';
export {
  type NewAction,
  StackStormSimulator,
  type StackStormSimulatorOptions,
  startStackStorm,
} from './stackstorm-simulator.ts';
export { type Render, liveParameters } from './templates/live-parameters.ts';

export { type House, type Part } from './daemon/house.ts';
export { lookWith, type PlanningOptions, planWith } from './daemon/planning.ts';
export { type Daemon, type ServeOptions, serve } from './daemon/serve.ts';
export { type Signals, untilStopped } from './daemon/until-stopped.ts';
export { daemonLog } from './log/daemon-log.ts';
export { checkSensors } from './sensors/check-sensors.ts';

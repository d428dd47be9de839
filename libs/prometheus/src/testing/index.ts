export { type Answered, type AnsweredSeries } from './answered.ts';
export { PrometheusSimulator, type PrometheusSimulatorOptions, startPrometheus } from './prometheus-simulator.ts';

export { type StackstormSimulator, startStackstorm } from './stackstorm-simulator.ts';

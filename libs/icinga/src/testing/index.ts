export { IcingaSimulator, type IcingaSimulatorOptions, type NewCheckable, startIcinga } from './icinga-simulator.ts';
export { type SimulatedDowntime, type SimulatedUser } from './simulated-objects.ts';

export { type Fault, type FaultOptions, type Faults } from './faults.ts';
export { type Handler, type RouteOptions, type SimulatorAnswer, type SimulatorRequest } from './handler.ts';
export { type RecordedRequest, SimulatorServer, type SimulatorServerOptions } from './simulator-server.ts';

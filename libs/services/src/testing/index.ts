export { type SimulatedServicesOptions, simulatedServices } from './simulated-services.ts';

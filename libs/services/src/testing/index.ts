export { type SimulatedServicesOptions, simulatedServices } from './simulated-services.ts';
export { type SimulatedPost, WebhookSimulator, startWebhook } from './webhook-simulator.ts';

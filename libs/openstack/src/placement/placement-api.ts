import type { ServiceDefinition } from '../core/service-client.ts';

/** Placement; 1.39 is what Zed speaks and what this library is tested against. */
export const PLACEMENT: ServiceDefinition = { type: 'placement', version: '', microversion: '1.39' };

/** Amounts by resource class: `{VCPU: 2, MEMORY_MB: 4096}`. */
export type ResourceAmounts = Readonly<Record<string, number>>;

import type { ServiceDefinition } from '../core/service-client.ts';

/** Nova; 2.93 is what Zed speaks and what this library is tested against. */
export const NOVA: ServiceDefinition = { type: 'compute', version: 'v2.1', microversion: '2.93' };

/** What an accepted action answers: nova goes on with the work after it. */
export interface Accepted {
  /** Names the action in {@link InstanceActions}, unless the answer came without one. */
  requestId: string | undefined;
}

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { TlsOptions } from './http-client-options.ts';
import { reveal } from './reveal.ts';

export interface AgentPair {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

/** The sockets of one client. */
export interface Agents {
  /** Keeps connections alive and uses them again. */
  pooled: AgentPair;
  /** A new connection for each request. */
  fresh: AgentPair;
  /** Destroys every socket, those in use too. */
  destroy(): void;
}

export function createAgents(tls: TlsOptions = {}): Agents {
  const secure = {
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: reveal(tls.key) as string }),
    rejectUnauthorized: tls.insecure !== true,
  };
  const pair = (keepAlive: boolean): AgentPair => ({
    httpAgent: new HttpAgent({ keepAlive, scheduling: 'lifo' }),
    httpsAgent: new HttpsAgent({ ...secure, keepAlive, scheduling: 'lifo' }),
  });
  const pooled = pair(true);
  const fresh = pair(false);
  return {
    pooled,
    fresh,
    destroy: () => {
      for (const { httpAgent, httpsAgent } of [pooled, fresh]) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}

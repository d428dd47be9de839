import type { Claim } from '../auth/authenticator.ts';
import type { Source } from './source.ts';

/** What is known of a request on its way through the server. */
export interface RequestState {
  /** Who may have sent it; one alone, once it is proved. */
  candidates: readonly Source[];
  source: Source | undefined;
  claim: Claim | undefined;
  /** Lets its place go. */
  leave: () => void;
  /** Milliseconds since the epoch. */
  since: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    intake: RequestState | null;
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Remembered } from '@opsbook/triggers';

/** What a request says before its body. */
export interface Head {
  headers: IncomingHttpHeaders;
  /** Names of the client certificate that TLS has verified; none without one. */
  certificateNames: () => readonly string[];
}

/** A signature that was accepted, and can be given back when nothing came of the request: it may then be sent again. */
export interface Claim {
  signature: string;
  /** What the ledger keeps together with what came of the request, so that no later process takes it again. */
  remembered: () => Remembered;
  giveBack: () => void;
}

/** Proves that a request comes from its source. A text says why it does not, for the log and never for the sender. */
export interface Authenticator {
  /** Decided by the head alone; undefined: the body has to be read first. */
  head: (head: Head) => true | string | undefined;
  body: (head: Head, body: Buffer) => Claim | string;
}

/** Of those that need no body. */
export const byHead = (head: Authenticator['head']): Authenticator => ({
  head,
  body: () => 'the body proves nothing',
});

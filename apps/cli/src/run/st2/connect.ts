import { type Clock, type Secret, unrestricted } from '@opsbook/context';
import { type StackStormClient, stackstorm } from '@opsbook/stackstorm';

/** Seconds: whoever asks does so again soon, and must hear signals meanwhile. */
const HTTP = { connectTimeout: 5, timeout: 10, retries: 0 };

/** A client with the token of an execution. It asks on behalf of no step: what it sends is about people, and changes no cloud. */
export const connect = (apiUrl: string, token: Secret, clock: Clock): StackStormClient =>
  stackstorm({ apiUrl, auth: { token }, context: { guard: unrestricted, clock }, http: HTTP });

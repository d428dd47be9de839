import type { Duplex } from 'node:stream';
import { type Clock, scrub } from '@opsbook/context';
import ssh2, { type AnyAuthMethod, type AuthenticationType, type Client as Ssh2Client } from 'ssh2';
import { SshError, isSshError } from '../errors.ts';
import { type KeyOwner, checkHostKey, knownTypes } from '../known-hosts/check-host-key.ts';
import { typeOfBlob } from '../known-hosts/known-key.ts';
import type { KnownHostsFile } from '../known-hosts/parse-known-hosts.ts';
import { AuthSteps } from './auth-steps.ts';
import type { LoginPlan } from './credentials.ts';
import { hostKeyAlgorithms } from './host-key-algorithms.ts';

const { Client } = ssh2;

export interface Login {
  stream: Duplex;
  user: string;
  owner: KeyOwner;
  knownHosts: readonly KnownHostsFile[];
  plan: LoginPlan;
  /** Seconds. */
  timeout: number;
  clock: Clock;
  signal: AbortSignal;
}

/** The server closed the connection before it had said who it is: sshd does so with too many logins under way. */
export class ClosedEarly extends SshError {}

/**
 * Handshake, check of the host's key, login. Where the key is refused, nothing else has been sent.
 * @throws SSH_HOST_KEY_UNKNOWN, SSH_HOST_KEY_CHANGED, SSH_HOST_KEY_REVOKED, SSH_UNAUTHORIZED, SSH_HANDSHAKE_TIMEOUT,
 * SSH_UNAVAILABLE, SSH_ABORTED
 */
export async function login({
  stream,
  user,
  owner,
  knownHosts,
  plan,
  timeout,
  clock,
  signal,
}: Login): Promise<Ssh2Client> {
  const { host } = owner;
  const { promise, resolve, reject } = Promise.withResolvers<Ssh2Client>();
  const steps = new AuthSteps(user, plan);
  const client = new Client();
  let refusal: unknown;
  let shaken = false;
  let greeting = '';
  const fail = (code: 'SSH_UNAVAILABLE' | 'SSH_HANDSHAKE_TIMEOUT' | 'SSH_ABORTED', why: string, cause?: unknown) =>
    reject(new SshError(code, `${host}: ${why}`, { host, cause }));

  const cancel = clock.after(timeout * 1000, () =>
    fail('SSH_HANDSHAKE_TIMEOUT', `the handshake took more than ${timeout} s`),
  );
  const onAbort = () => fail('SSH_ABORTED', 'the handshake was aborted', signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  client
    .on('ready', () => resolve(client))
    .on('greeting', (text) => (greeting = scrub(text).trim().slice(0, 200)))
    .on('handshake', () => (shaken = true))
    .on('change password', (prompt) => {
      const said = scrub(prompt).trim().slice(0, 200);
      const message = `${host} does not let ${user} in: the password has expired${said === '' ? '' : `: ${said}`}`;
      reject(new SshError('SSH_UNAUTHORIZED', message, { host, serviceMessage: said }));
    })
    .on('error', (error: Error & { level?: string }) => {
      // An agent that fails is one method less.
      if (error.level === 'agent') return;
      if (refusal !== undefined) reject(refusal);
      else if (isUnauthorized(error)) reject(unauthorized(host, user, { steps, plan }));
      else if (shaken || !isEarly(error))
        fail('SSH_UNAVAILABLE', `the handshake failed: ${scrub(error.message)}`, error);
      else reject(closedEarly(host, greeting, error));
    })
    .on('close', () => {
      if (shaken) fail('SSH_UNAVAILABLE', 'the server closed the connection during the login');
      else reject(closedEarly(host, greeting, undefined));
    });
  try {
    client.connect({
      sock: stream,
      username: user,
      readyTimeout: 0,
      keepaliveInterval: 0,
      algorithms: { serverHostKey: hostKeyAlgorithms(knownTypes(owner, knownHosts)) },
      hostVerifier: (blob: Buffer) => {
        try {
          checkHostKey({ type: typeOfBlob(blob) ?? 'unknown', blob }, owner, knownHosts);
          return true;
        } catch (error) {
          refusal = error;
          return false;
        }
      },
      authHandler: (taken: AuthenticationType[] | null, _partial: boolean | null, next) => {
        // false ends the login; the types do not know it.
        next(steps.next(taken) as AnyAuthMethod);
      },
    });
    return await promise;
  } catch (error) {
    stream.destroy();
    throw isSshError(error)
      ? error
      : new SshError('SSH_UNAVAILABLE', `${host}: ${(error as Error).message}`, { host, cause: error });
  } finally {
    cancel();
    signal.removeEventListener('abort', onAbort);
  }
}

const isUnauthorized = (error: Error & { level?: string }) =>
  error.level === 'client-authentication' || /too many authentication failures/i.test(error.message);

const isEarly = (error: Error & { code?: unknown }) =>
  error.message === 'Connection lost before handshake' || error.code === 'ECONNRESET' || error.code === 'EPIPE';

function closedEarly(host: string, greeting: string, cause: unknown): SshError {
  const said = greeting === '' ? '' : ` (it said: ${greeting})`;
  return new ClosedEarly('SSH_UNAVAILABLE', `${host} closed the connection before the handshake${said}`, {
    host,
    cause,
  });
}

function unauthorized(host: string, user: string, { steps, plan }: { steps: AuthSteps; plan: LoginPlan }): SshError {
  const tried =
    steps.tried.length === 0 ? 'nothing that the server takes was configured' : `tried ${steps.tried.join(', ')}`;
  const skipped = plan.skipped.length === 0 ? '' : `; not used: ${plan.skipped.join(', ')}`;
  return new SshError('SSH_UNAUTHORIZED', `${host} does not let ${user} in: ${tried}${skipped}`, { host });
}

import { type Socket, connect } from 'node:net';
import type { Clock } from '@opsbook/context';
import { SshError } from '../errors.ts';

/** Where to connect to. */
export interface Address {
  hostname: string;
  port: number;
  family: 0 | 4 | 6;
}

/** A TCP connection. @throws SSH_CONNECT_REFUSED, SSH_CONNECT_TIMEOUT, SSH_UNAVAILABLE, SSH_ABORTED */
export async function openSocket(
  { hostname, port, family }: Address,
  { clock, timeout, signal, host }: { clock: Clock; timeout: number; signal: AbortSignal; host: string },
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const where = `${host} (${hostname}:${port})`;
  // Its own hold, beside that of the whole login: a server may be done with it before we hear of the connection.
  const release = clock.hold();
  const socket = connect({ host: hostname, port, family, noDelay: true });
  const cancel = clock.after(timeout * 1000, () =>
    reject(new SshError('SSH_CONNECT_TIMEOUT', `no connection to ${where} within ${timeout} s`, { host })),
  );
  const onAbort = () =>
    reject(new SshError('SSH_ABORTED', `connecting to ${where} was aborted`, { host, cause: signal.reason }));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const onError = (cause: NodeJS.ErrnoException) => {
    const refused = cause.code === 'ECONNREFUSED';
    const code = refused
      ? 'SSH_CONNECT_REFUSED'
      : cause.code === 'ETIMEDOUT'
        ? 'SSH_CONNECT_TIMEOUT'
        : 'SSH_UNAVAILABLE';
    const why = refused ? 'nothing listens there' : cause.message || (cause.code ?? 'no connection');
    reject(new SshError(code, `no connection to ${where}: ${why}`, { host, cause }));
  };
  socket.once('connect', () => resolve(socket)).on('error', onError);
  try {
    return await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    release();
    cancel();
    signal.removeEventListener('abort', onAbort);
  }
}

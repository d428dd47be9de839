import { type Socket, connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Settings } from '../options.ts';
import { smtpError } from './smtp-error.ts';
import { timed } from './timed.ts';
import { tlsOptions } from './tls-options.ts';

/** A connection, with its TLS handshake done where `security` is `tls`. */
export async function openSocket(settings: Settings, signal: AbortSignal): Promise<Socket> {
  const { host, port, security, timeouts, context } = settings;
  const what = `connect to ${host}:${port}`;
  const limits = {
    clock: context.clock,
    signal,
    timeout: timeouts.connect,
    code: 'EMAIL_CONNECT_TIMEOUT',
    what,
  } as const;
  let socket: Socket | undefined;
  const opened = timed<Socket>(limits, ({ resolve, reject }) => {
    const fail = (error: Error) => reject(smtpError(Object.assign(error, { command: 'CONNECT' }), { what }));
    const opening =
      security === 'tls'
        ? connectTls({ host, port, ...tlsOptions(settings) }, () => resolve(opening))
        : connectTcp({ host, port, noDelay: true }, () => resolve(opening));
    socket = opening.once('error', fail).once('close', () => fail(new Error('the connection was closed')));
  });
  try {
    const open = await opened;
    return open.removeAllListeners('close');
  } catch (error) {
    socket?.on('error', () => undefined).destroy();
    throw error;
  }
}

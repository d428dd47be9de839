import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { TLSSocket, createServer as createTlsServer } from 'node:tls';
import { CERTIFICATES } from './testing/certificates.ts';

/** What a server says to each command, to a mail's content (`.`) and at first (``); nothing: it stays silent. */
export type Script = (line: string, socket: Socket) => string | undefined;

/** What an honest server says, for scripts that lie in one place only. */
export const honest: Script = (line) => {
  if (line === '') return '220 scripted ESMTP';
  if (line.startsWith('EHLO')) return '250-scripted\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN';
  if (line === 'DATA') return '354 go on';
  if (line === 'QUIT') return '221 bye';
  return line.startsWith('AUTH') ? '235 2.7.0 ok' : '250 2.0.0 Ok';
};

const servers: { server: Server; sockets: Set<Socket> }[] = [];

/** A server for what no honest one does; keeps every line that it was sent. `STARTTLS` after a 220 is real. */
export async function scriptedServer(script: Script, { tls = false } = {}) {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const welcome = (socket: Socket) => {
    sockets.add(socket);
    say(socket, script('', socket));
    listen(socket, script, lines);
  };
  const server = tls ? createTlsServer(CERTIFICATES.valid, welcome) : createServer(welcome);
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, lines };
}

/** For `afterEach`. */
export async function stopScriptedServers(): Promise<void> {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

function listen(socket: Socket, script: Script, lines: string[]): void {
  let rest = '';
  let content = false;
  const onData = (chunk: Buffer) => {
    rest += chunk.toString('latin1');
    for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
      const line = rest.slice(0, at);
      rest = rest.slice(at + 2);
      if (content && line !== '.') continue;
      lines.push(line);
      const answer = script(line, socket);
      content = line === 'DATA' && answer?.startsWith('354') === true;
      say(socket, answer);
      if (line !== 'STARTTLS' || answer?.startsWith('220') !== true) continue;
      socket.off('data', onData);
      listen(new TLSSocket(socket, { isServer: true, ...CERTIFICATES.valid }), script, lines);
      return;
    }
  };
  socket.on('data', onData).on('error', () => undefined);
}

function say(socket: Socket, answer: string | undefined): void {
  if (answer !== undefined && !socket.destroyed) socket.write(`${answer}\r\n`);
}

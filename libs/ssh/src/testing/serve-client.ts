import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { connect } from 'node:net';
import type { FakeHost, FakeUser } from './fake-host.ts';
import type { Faults } from './faults.ts';
import type { ProcessGroup } from './process-group.ts';
import { runLine } from './run-line.ts';
import { serveSftp } from './sftp-server.ts';

/** What one login gets from a simulated host. */
export interface Serving {
  host: FakeHost;
  faults: Faults;
  /** Sessions at once on one connection, as sshd's MaxSessions. */
  maxSessions: number;
  /** Stands still until the client has gone. */
  park: () => void;
  /** Ends the TCP connection. */
  cut: () => void;
}

/** Serves one connection: login, commands, files, forwarded connections. */
export function serveClient(client: Connection, serving: Serving): void {
  const { host, faults, park } = serving;
  let user = '';
  let sessions = 0;
  let frozen = false;
  const groups = new Set<ProcessGroup>();
  client
    .on('authentication', (context) => {
      const known = host.users[context.username];
      const refused = known === undefined || faults.take('refuse-auth') || !isAuthentic(context, known);
      if (refused) {
        context.reject(methodsOf(known));
        return;
      }
      user = context.username;
      context.accept();
    })
    .on('request', (_accept, reject) => {
      if (frozen) park();
      else reject?.();
    })
    .on('tcpip', (accept, reject, { destIP, destPort }) => {
      const outside = connect(destPort, destIP);
      outside.once('error', () => reject());
      outside.once('connect', () => {
        const channel = accept();
        outside.on('error', () => channel.end());
        channel.on('error', () => outside.destroy()).on('close', () => outside.destroy());
        channel.pipe(outside).pipe(channel);
      });
    })
    .on('session', (accept, reject) => {
      if (faults.take('refuse-session') || sessions >= serving.maxSessions) {
        reject();
        return;
      }
      sessions += 1;
      const session: Session = accept();
      session.on('close', () => (sessions -= 1));
      session.on('sftp', (acceptSftp) => serveSftp(host, user, acceptSftp()));
      session.on('exec', (acceptExec, _reject, { command }) => {
        if (faults.take('freeze')) {
          frozen = true;
          // The client holds its clock for the request and for the command.
          park();
          park();
          return;
        }
        const group = host.startGroup(user);
        groups.add(group);
        void serveCommand(serving, { channel: acceptExec(), command, group }).finally(() => groups.delete(group));
      });
      session.on('signal', (_accept, _reject, { name }) => {
        for (const group of groups) group.kill(`SIG${name}`);
      });
    })
    // As sshd: the processes of a client that went away go on, but nobody hears of them.
    .on('error', () => undefined);
}

async function serveCommand(
  { host, faults, cut }: Serving,
  { channel, command, group }: { channel: ServerChannel; command: string; group: ProcessGroup },
): Promise<void> {
  const cuts = faults.take('cut');
  const closed = new Promise((resolve) => channel.once('close', resolve));
  void closed.then(() => group.abandon());
  channel.on('error', () => undefined);
  const write = (stream: { write: (data: string | Buffer) => unknown }) => (data: string | Buffer) => {
    if (group.signal === undefined && channel.writable) stream.write(data);
    // Once the command has begun, and said so.
    if (cuts) setImmediate(cut);
  };
  const line = runLine(host, command, group, { stdin: channel, stdout: write(channel), stderr: write(channel.stderr) });
  const end = await Promise.race([line, group.killedBy, closed]);
  if (typeof end === 'number' && group.signal === undefined) {
    // sshd ends a session when nobody holds its output any more.
    await Promise.race([group.over(), closed]);
    channel.exit(end);
  } else if (group.signal !== undefined) channel.exit(group.signal.replace(/^SIG/, ''), false, '');
  channel.end(() => channel.close());
}

const methodsOf = (user: FakeUser | undefined): ('publickey' | 'password')[] =>
  user?.password === undefined ? ['publickey'] : ['publickey', 'password'];

function isAuthentic(context: AuthContext, user: FakeUser): boolean {
  if (context.method === 'password') {
    const [given, wanted] = [Buffer.from(context.password), Buffer.from(user.password ?? '')];
    return user.password !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
  }
  if (context.method !== 'publickey') return false;
  const { key, signature, blob, hashAlgo } = context;
  return (user.keys ?? []).some((text) => {
    const allowed = ssh2.utils.parseKey(text);
    if (allowed instanceof Error || !allowed.getPublicSSH().equals(key.data)) return false;
    return signature === undefined || blob === undefined || allowed.verify(blob, signature, hashAlgo);
  });
}

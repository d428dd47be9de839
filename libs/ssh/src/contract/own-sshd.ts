import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An sshd of our own, for what a server that others use is not configured for. It lets the user of this process in. */
export interface OwnSshd {
  port: number;
  user: string;
  /** A path in its folder. */
  path: (name: string) => string;
  /** Writes a file there. */
  write: (name: string, text: string) => string;
  read: (name: string) => string;
  stop: () => Promise<void>;
}

/** Makes a key pair in the folder. */
export const makeKey = (path: string, type = 'ed25519', passphrase = ''): void => {
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...(type === 'rsa' ? ['-b', '2048'] : []),
    '-N',
    passphrase,
    '-f',
    path,
  ]);
};

/** @param prepare makes further keys and returns lines of sshd_config; `host_ed25519` and `host_rsa` are its host keys */
export async function startOwnSshd(prepare: (path: (name: string) => string) => string[]): Promise<OwnSshd> {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-sshd-'));
  chmodSync(folder, 0o755);
  const path = (name: string) => join(folder, name);
  makeKey(path('host_ed25519'));
  makeKey(path('host_rsa'), 'rsa');
  makeKey(path('id'));
  makeKey(path('id_locked'), 'ed25519', 'the passphrase');
  writeFileSync(path('authorized'), readFileSync(path('id.pub'), 'utf8') + readFileSync(path('id_locked.pub'), 'utf8'));
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${path('host_ed25519')}`,
    `HostKey ${path('host_rsa')}`,
    `PidFile none`,
    `AuthorizedKeysFile ${path('authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'Subsystem sftp internal-sftp',
    ...prepare(path),
  ];
  writeFileSync(path('sshd_config'), `${lines.join('\n')}\n`);
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', path('sshd_config')], { stdio: 'ignore' });
  await answers(port, sshd);
  return {
    port,
    user: userInfo().username,
    path,
    write: (name, text) => {
      writeFileSync(path(name), text);
      return path(name);
    },
    read: (name) => readFileSync(path(name), 'utf8').trim(),
    stop: async () => {
      const ended = new Promise((resolve) => sshd.once('exit', resolve));
      sshd.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number, sshd: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100 && sshd.exitCode === null; attempt += 1) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.unref().once('connect', () => socket.destroy());
    });
    if (there) return;
    await sleep(50);
  }
  throw new Error('sshd does not start');
}

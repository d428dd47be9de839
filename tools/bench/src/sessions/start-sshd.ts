import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** An sshd of our own on every address of the loopback network, for who runs this. */
export interface Sshd {
  port: number;
  user: string;
  /** Paths. */
  key: string;
  knownHosts: string;
  stop: () => void;
}

/** @param folder where it keeps its files */
export async function startSshd(folder: string, addresses: readonly string[]): Promise<Sshd> {
  const file = (name: string) => join(folder, name);
  for (const name of ['host', 'key']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  writeFileSync(file('authorized_keys'), readFileSync(file('key.pub')));
  const port = await freePort();
  const [type, blob] = readFileSync(file('host.pub'), 'utf8').split(' ');
  writeFileSync(file('known_hosts'), addresses.map((one) => `[${one}]:${port} ${type} ${blob}\n`).join(''));
  const settings = {
    Port: port,
    ListenAddress: '0.0.0.0',
    HostKey: file('host'),
    PidFile: file('pid'),
    AuthorizedKeysFile: file('authorized_keys'),
    StrictModes: 'no',
    UsePAM: 'no',
    // Nobody is refused because others are just logging in.
    MaxStartups: 1000,
    // What a person's shell does when it starts is not measured.
    SetEnv: `HOME=${folder}`,
    LogLevel: 'ERROR',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  writeFileSync(file('sshd_config'), lines.join(''));
  execFileSync('/usr/sbin/sshd', ['-f', file('sshd_config')]);
  return {
    port,
    user: userInfo().username,
    key: file('key'),
    knownHosts: file('known_hosts'),
    stop: () => process.kill(Number(readFileSync(file('pid'), 'utf8'))),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

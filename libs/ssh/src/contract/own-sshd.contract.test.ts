import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { type SshClient, type SshHost, type SshOptions, ssh } from '../index.ts';
import { type OwnSshd, makeKey, startOwnSshd } from './own-sshd.ts';

const wanted = process.env['OPSBOOK_CONTRACT_OWN_SSHD'] === '1';
if (!wanted)
  process.stdout.write('Tests with an sshd of their own were skipped: OPSBOOK_CONTRACT_OWN_SSHD is not 1.\n');
jest.setTimeout(60_000);

/** What only a real sshd can show: certificates, agents, limits of sessions and logins, hops. */
(wanted ? describe : describe.skip)('an sshd of our own', () => {
  let sshd: OwnSshd;
  let known: string;
  const clients: SshClient[] = [];
  beforeAll(async () => {
    sshd = await startOwnSshd((path) => {
      makeKey(path('ca'));
      makeKey(path('id_cert'));
      execFileSync('ssh-keygen', [
        '-q',
        '-s',
        path('ca'),
        '-I',
        'host',
        '-h',
        '-n',
        '127.0.0.1',
        path('host_ed25519.pub'),
      ]);
      makeKey(path('id_cut'));
      const principal = process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? '');
      execFileSync('ssh-keygen', ['-q', '-s', path('ca'), '-I', 'user', '-n', principal, path('id_cert.pub')]);
      return [
        `HostCertificate ${path('host_ed25519-cert.pub')}`,
        `TrustedUserCAKeys ${path('ca.pub')}`,
        'MaxSessions 2',
        'MaxStartups 3:100:3',
      ];
    });
    // What is asked for with this key ends the connection before it begins.
    const cut = `command="kill -9 $PPID" ${sshd.read('id_cut.pub')}\n`;
    sshd.write('authorized', `${sshd.read('authorized')}\n${cut}`);
    known = sshd.write('known', `[127.0.0.1]:${sshd.port} ${sshd.read('host_ed25519.pub')}\n`);
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await sshd.stop();
  });
  const client = (changes: Partial<SshOptions> = {}) => {
    const host = { hostname: '127.0.0.1', port: sshd.port, user: sshd.user };
    const names = Array.from({ length: 30 }, (_, index) => [`h${index}`, host] as const);
    const one = ssh({
      config: false,
      knownHosts: known,
      auth: { keys: [{ path: sshd.path('id') }], agent: false },
      hosts: {
        ...Object.fromEntries<SshHost>(names),
        hop1: host,
        hop2: host,
        far: { ...host, proxyJump: 'hop1,hop2' },
      },
      ...changes,
    });
    clients.push(one);
    return one;
  };
  const says = async (one: SshClient, host = 'h0') => (await one.exec(host, ['echo', 'in'])).stdout;

  test('lets in with a key that has a passphrase, and says when it is wrong', async () => {
    const locked = (passphrase?: string) => ({
      agent: false as const,
      keys: [
        { path: sshd.path('id_locked'), ...(passphrase === undefined ? {} : { passphrase: new Secret(passphrase) }) },
      ],
    });
    expect(await says(client({ auth: locked('the passphrase') }))).toBe('in\n');
    await expect(says(client({ auth: locked('another one') }))).rejects.toMatchObject({
      code: 'SSH_CONFIG',
      faults: [`auth.keys[0] (${sshd.path('id_locked')}): the passphrase is wrong`],
    });
    await expect(says(client({ auth: locked() }))).rejects.toThrow('it is encrypted and no passphrase is given');
  });

  test('lets in with the key of an agent, over both transports', async () => {
    const socket = sshd.path('agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      for (let attempt = 0; ; attempt += 1) {
        try {
          execFileSync('ssh-add', ['-q', sshd.path('id')], {
            env: { ...process.env, SSH_AUTH_SOCK: socket },
            stdio: 'pipe',
          });
          break;
        } catch (error) {
          if (attempt > 50) throw error;
        }
      }
      for (const transport of ['ssh2', 'openssh'] as const) {
        expect(
          await says(
            client({ transport, auth: transport === 'ssh2' ? { agent: socket, keys: [] } : { agent: socket } }),
          ),
        ).toBe('in\n');
      }
      const none = sshd.write('only', `IdentitiesOnly yes\nIdentityFile ${sshd.path('id_locked')}\n`);
      await expect(says(client({ config: none, auth: { agent: socket } }))).rejects.toMatchObject({
        code: 'SSH_UNAUTHORIZED',
      });
      const only = sshd.write('only2', `IdentitiesOnly yes\nIdentityFile ${sshd.path('id')}\n`);
      expect(await says(client({ config: only, auth: { agent: socket } }))).toBe('in\n');
    } finally {
      agent.kill();
    }
  });

  test('shows the key that is known, though it has a better one', async () => {
    const rsa = sshd.write('known_rsa', `[127.0.0.1]:${sshd.port} ${sshd.read('host_rsa.pub')}\n`);
    expect(await says(client({ knownHosts: rsa }))).toBe('in\n');
  });

  test('is known by its certificate over openssh; ssh2 says that it cannot', async () => {
    const file = sshd.write('known_ca', `@cert-authority * ${sshd.read('ca.pub')}\n`);
    expect(await says(client({ transport: 'openssh', knownHosts: file }))).toBe('in\n');
    await expect(says(client({ knownHosts: file }))).rejects.toMatchObject({
      code: 'SSH_HOST_KEY_UNKNOWN',
      place: `${file}:1`,
    });
    const revoked = sshd.write(
      'known_revoked',
      `@cert-authority * ${sshd.read('ca.pub')}\n@revoked * ${sshd.read('ca.pub')}\n`,
    );
    const refused = says(client({ transport: 'openssh', knownHosts: revoked }));
    await expect(refused).rejects.toMatchObject({ code: 'SSH_HOST_KEY_REVOKED' });
  });

  test('lets in with a certificate over openssh', async () => {
    const auth = { keys: [{ path: sshd.path('id_cert') }], agent: false as const };
    expect(await says(client({ transport: 'openssh', auth }))).toBe('in\n');
    await expect(says(client({ auth }))).rejects.toMatchObject({ code: 'SSH_UNAUTHORIZED' });
  });

  test('that gives few sessions and few logins at once serves many all the same', async () => {
    const one = client({ pool: { handshakes: 8 } });
    const hosts = Array.from({ length: 30 }, (_, index) => `h${index % 10}`);
    const outcomes = await one.execOnAll(hosts, ['echo', 'in']);
    expect(outcomes.map(({ result, error }) => result?.stdout ?? error?.message)).toEqual(hosts.map(() => 'in\n'));
  });

  test('is reached through two hops, by both transports', async () => {
    expect(await says(client(), 'far')).toBe('in\n');
    const text = `Host *\n User ${sshd.user}\n HostName 127.0.0.1\n Port ${sshd.port}\n IdentityFile ${sshd.path('id')}\n UserKnownHostsFile ${known}\nHost far\n ProxyJump hop1,hop2\n`;
    const config = sshd.write('hops', text);
    for (const transport of ['ssh2', 'openssh'] as const) {
      const one = ssh({ transport, config, auth: { agent: false } });
      clients.push(one);
      expect(await says(one, 'far')).toBe('in\n');
    }
  });

  test('is reached through hops that only the options know, by both transports', async () => {
    for (const transport of ['ssh2', 'openssh'] as const) expect(await says(client({ transport }), 'far')).toBe('in\n');
  });

  test('is not reached through a hop that nobody knows, whatever the configuration allows', async () => {
    const one = `Host *\n User ${sshd.user}\n HostName 127.0.0.1\n Port ${sshd.port}\n IdentityFile ${sshd.path('id')}\n`;
    const lax = `Host hop\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\nHost far\n ProxyJump hop\n UserKnownHostsFile ${known}\n`;
    const config = sshd.write('lax', `${lax}${one}`);
    for (const transport of ['ssh2', 'openssh'] as const) {
      const lost = ssh({ transport, config, auth: { agent: false } });
      clients.push(lost);
      await expect(says(lost, 'far')).rejects.toThrow(/hop|host key/i);
    }
  });

  test('gets no agent and no connection of somebody else, whatever the configuration says', async () => {
    const socket = sshd.path('agent2');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    const forwards = `ForwardAgent ${socket}\nControlMaster auto\nControlPath ${sshd.path('master')}\nControlPersist 60\n`;
    const one = client({ transport: 'openssh', config: sshd.write('forwards', forwards) });
    try {
      expect((await one.exec('h0', ['printenv', 'SSH_AUTH_SOCK'])).code).toBe(1);
      expect(existsSync(sshd.path('master'))).toBe(false);
    } finally {
      agent.kill();
    }
  });

  test('that cuts the connection once the command was sent leaves its outcome open', async () => {
    for (const transport of ['ssh2', 'openssh'] as const) {
      const auth = { keys: [{ path: sshd.path('id_cut') }], agent: false as const };
      await expect(says(client({ transport, auth }))).rejects.toMatchObject({
        code: 'SSH_CONNECTION_LOST',
        outcomeUnknown: true,
      });
    }
  });

  test('never gets half of a file, over openssh neither', async () => {
    const one = client({ transport: 'openssh' });
    const place = sshd.path('uploaded');
    async function* content() {
      yield await Promise.resolve(Buffer.from('half'));
      await says(one);
      const children = execFileSync('pgrep', ['-P', String(process.pid), '-x', 'ssh'])
        .toString()
        .trim()
        .split('\n');
      for (const child of children) process.kill(Number(child), 'SIGKILL');
      yield Buffer.from('other half');
    }
    await expect(one.upload('h0', { path: place, content: content() })).rejects.toMatchObject({
      code: 'SSH_CONNECTION_LOST',
      outcomeUnknown: true,
    });
    await one.exec('h0', ['sleep', '0.5']);
    expect(existsSync(place)).toBe(false);
  });

  test('does not get a file into a folder that stands in its place', async () => {
    for (const transport of ['ssh2', 'openssh'] as const) {
      const one = client({ transport });
      await one.exec('h0', ['mkdir', '-p', sshd.path('folder')]);
      const running = one.upload('h0', { path: sshd.path('folder'), content: 'x' });
      await expect(running).rejects.toMatchObject({ code: 'SSH_FILE' });
      expect((await one.exec('h0', ['ls', sshd.path('folder')])).stdout).toBe('');
    }
  });

  test('does not count a session as ended that a daemon still holds', async () => {
    const argv = ['sh', '-c', 'setsid sleep 8 & sleep 60'];
    await expect(client().exec('h0', argv, { timeout: 1 })).rejects.toThrow(
      /told to end, and something of it still holds/,
    );
  });
});

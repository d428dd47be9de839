import { execFileSync, spawn } from 'node:child_process';
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
      const principal = process.getuid?.() === 0 ? 'root' : (process.env['USER'] ?? '');
      execFileSync('ssh-keygen', ['-q', '-s', path('ca'), '-I', 'user', '-n', principal, path('id_cert.pub')]);
      return [
        `HostCertificate ${path('host_ed25519-cert.pub')}`,
        `TrustedUserCAKeys ${path('ca.pub')}`,
        'MaxSessions 2',
        'MaxStartups 3:100:3',
      ];
    });
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
});

import { describe, expect, test } from '@jest/globals';
import { Secret, UnknownInPlan, unknown } from '@opsbook/context';
import { SshError, isSshError, ssh } from './index.ts';
import { Bench } from './ssh.test-support.ts';

const bench = new Bench();

describe('what is allowed', () => {
  test('is matched argument by argument, never as a joined text', async () => {
    const client = bench.client({
      allow: { commands: [{ argv: ['echo', 'a', '*'] }, { argv: ['printf', '...'], env: ['LANG'] }] },
    });
    expect((await client.exec('web1', ['echo', 'a', 'b; rm -rf /'])).stdout).toBe('a b; rm -rf /\n');
    const refused = [
      ['echo', 'a b'],
      ['echo', 'a'],
      ['echo', 'a', '--version'],
      ['echo', 'a', 'b', 'c'],
      ['sh', '-c', 'echo a b'],
    ];
    for (const argv of refused) {
      await expect(client.exec('web1', argv)).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED', kind: 'forbidden' });
    }
    expect((await client.exec('web1', ['printf', '%s', '-x'], { env: { LANG: 'C' } })).stdout).toBe('-x');
    await expect(client.exec('web1', ['printf'], { env: { LD_PRELOAD: 'x' } })).rejects.toMatchObject({
      code: 'SSH_NOT_ALLOWED',
    });
    await expect(client.exec('web1', ['printf'], { sudo: true })).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
    expect(bench.sim.runs.map(({ argv }) => argv[0])).toEqual(['echo', 'printf']);
  });

  test('counts for files too', async () => {
    const client = bench.client({ allow: { uploads: ['/tmp/*'], downloads: ['/tmp/*.log'] } });
    await client.upload('web1', { path: '/tmp/x.log', content: 'x' });
    expect(Buffer.from(await client.download('web1', '/tmp/x.log')).toString()).toBe('x');
    for (const path of ['/etc/x', '/tmp/../etc/x']) {
      await expect(client.upload('web1', { path, content: '' })).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
    }
    await expect(client.download('web1', '/tmp/x')).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
    await expect(client.exec('web1', ['true'])).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
  });

  test('to be read is what the configuration declares, and nothing without it', async () => {
    const client = bench.client({ readOnly: [{ argv: ['echo', '...'] }, { argv: ['id'], sudo: true }] });
    expect((await client.read('web1', ['echo', '-n'])).stdout).toBe('-n\n');
    await expect(client.read('web1', ['cat'])).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
    await expect(client.read('web1', ['echo'], { sudo: true })).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
    await expect(bench.client().read('web1', ['echo'])).rejects.toMatchObject({ code: 'SSH_NOT_ALLOWED' });
  });
});

describe('sudo', () => {
  test('gets its password on stdin, when it asks, and the command does not', async () => {
    const client = bench.client({ sudo: { password: 'simulated-password' } });
    const { stdout } = await client.exec('web1', ['cat'], { sudo: true, stdin: 'input' });
    expect(stdout).toBe('input');
    bench.sim.on(['apply'], ({ user, stdin, env }) => ({ stdout: JSON.stringify({ user, stdin, env }) }));
    const env = { TOKEN: new Secret('a-secret-token') };
    const applied = await client.exec('web1', ['apply'], { sudo: true, stdin: 'data', env });
    expect(JSON.parse(applied.stdout)).toEqual({ user: 'root', stdin: 'data', env: { TOKEN: 'a-secret-token' } });
  });

  test('says that the password is wrong, and does not show it', async () => {
    const client = bench.client({ sudo: { password: 'wrong-sudo-password' } });
    const error: unknown = await client.exec('web1', ['id'], { sudo: true }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'SSH_SUDO', kind: 'unauthorized', outcomeUnknown: false });
    expect((error as Error).message).toContain('the password was not accepted');
    expect((error as Error).message + JSON.stringify(error)).not.toContain('wrong-sudo-password');
    expect(bench.sim.runs).toEqual([]);
  });
});

describe('many hosts', () => {
  test('have a result each, so many at once', async () => {
    bench.sim.on(['slow'], { stdout: 'x', delay: 10 });
    const hosts = ['web1', 'web2', 'gone', 'web1'];
    const client = bench.client({
      hosts: { ...bench.sim.clientOptions('web1', 'web2').hosts, gone: { hostname: '127.0.0.1', port: 1 } },
    });
    const outcomes = await client.execOnAll(hosts, ['slow'], { concurrency: 1 });
    expect(outcomes.map(({ result, error }) => result?.stdout ?? (error as SshError).code)).toEqual([
      'x',
      'x',
      'SSH_CONNECT_REFUSED',
      'x',
    ]);
    expect(bench.clock.now()).toBe(Date.parse('2030-01-01T00:00:30Z'));
  });

  test('are not asked at all with a command that is none, or none at once', async () => {
    await expect(bench.client().execOnAll(['web1'], [''])).rejects.toMatchObject({ code: 'SSH_INVALID_INPUT' });
    for (const concurrency of [0, NaN]) {
      const running = bench.client().execOnAll(['web1'], ['true'], { concurrency });
      await expect(running).rejects.toMatchObject({ code: 'SSH_INVALID_INPUT' });
    }
  });
});

describe('input', () => {
  test.each([['-oProxyCommand=x'], ['a b'], ['a;b'], [''], ['--'], ['a\nb'], ['user@host']])(
    'refuses the host %j',
    async (host) => {
      await expect(bench.client().exec(host, ['true'])).rejects.toMatchObject({ code: 'SSH_INVALID_INPUT' });
    },
  );

  test('is looked at before anything is sent', async () => {
    const client = bench.client();
    const codes = [
      client.exec('web1', []),
      client.exec('web1', ['-x']),
      client.exec('web1', ['echo', 'a\0b']),
      client.exec('web1', ['echo', '\ud800']),
      client.exec('web1', ['true'], { env: { 'A B': 'x' } }),
      client.exec('web1', ['true'], { env: { A: new Secret('two\nlines') } }),
      client.exec('web1', ['true'], { sudo: '-u' }),
      client.upload('web1', { path: 'relative', content: '' }),
    ].map((running) => running.catch((error: unknown) => (isSshError(error) ? error.code : error)));
    expect(await Promise.all(codes)).toEqual(Array(8).fill('SSH_INVALID_INPUT'));
    await expect(client.exec('web1', ['echo', unknown('the id')])).rejects.toThrow(UnknownInPlan);
    expect(bench.sim.logins).toBe(0);
  });

  test('that is wrong in the options is listed, all of it', () => {
    const wrong = { timeout: -1, hosts: { '-x': {} }, auth: { keys: [{ path: '' }] }, unknownOption: 1 };
    expect(() => ssh(wrong)).toThrow(SshError);
    const error = (() => {
      try {
        ssh(wrong);
      } catch (caught) {
        return caught as SshError;
      }
      throw new Error('no error');
    })();
    expect(error.code).toBe('SSH_CONFIG');
    const paths = error.faults.map((fault) => fault.split(':')[0]).sort();
    expect(paths).toEqual(['', 'auth.keys.0.path', 'hosts.-x', 'timeout']);
  });

  test.each([['a\nProxyCommand=x'], ['-oProxyCommand=x'], ['$(x)@hop'], ['a,,b']])(
    'refuses the hop %j',
    (proxyJump) => {
      for (const transport of ['ssh2', 'openssh'] as const) {
        expect(() => ssh({ transport, hosts: { a: { proxyJump } } })).toThrow('hosts.a.proxyJump');
      }
    },
  );

  test.each([['-l'], ['a b'], ['$(x)'], ['`x`'], ['a;b'], ['a\n']])('refuses the user %j', (user) => {
    expect(() => ssh({ hosts: { a: { user } } })).toThrow('hosts.a.user: no user name');
  });

  test('of a configuration file that is not there is a fault where it was named', async () => {
    const running = bench.client({ config: '/nowhere/ssh_config' }).exec('web1', ['true']);
    await expect(running).rejects.toMatchObject({ code: 'SSH_CONFIG', faults: ['/nowhere/ssh_config: ENOENT'] });
  });

  test('of a key that cannot be used is a fault of the configuration', async () => {
    const keys = [{ path: '/nowhere/key' }, { key: new Secret('no key at all') }];
    const running = bench.client({ auth: { keys, agent: false } }).exec('web1', ['true']);
    await expect(running).rejects.toMatchObject({
      code: 'SSH_CONFIG',
      faults: ['auth.keys[0] (/nowhere/key): ENOENT', 'auth.keys[1]: the format is not supported'],
    });
  });
});

describe('the simulator', () => {
  test('answers as it was told', async () => {
    bench.sim.on(['systemctl', 'is-active', '*'], ({ argv }) => ({ stdout: `${argv[2] ?? ''}: inactive\n`, code: 3 }));
    bench.sim.on(['crash'], { stderr: 'oh\n', signal: 'SIGSEGV', delay: 60 });
    bench.sim.on(['hang'], { delay: Infinity });
    const client = bench.client();
    const { stdout, code } = await client.exec('web1', ['systemctl', 'is-active', 'nginx']);
    expect({ stdout, code }).toEqual({ stdout: 'nginx: inactive\n', code: 3 });
    expect(await client.exec('web1', ['crash'])).toMatchObject({ stderr: 'oh\n', code: null, signal: 'SIGSEGV' });
    await expect(client.exec('web1', ['hang'])).rejects.toMatchObject({ code: 'SSH_COMMAND_TIMEOUT' });
    expect(bench.sim.processes).toEqual([]);
    expect(bench.clock.now()).toBe(Date.parse('2030-01-01T00:06:00Z'));
  });

  test('keeps files with their modes, and no draft of one that failed', async () => {
    const client = bench.client();
    await client.upload('web1', { path: '/tmp/x', content: 'x', mode: 0o600 });
    expect(bench.sim.files.get('/tmp/x')).toEqual({ content: Buffer.from('x'), mode: 0o600 });
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('half'));
      throw new Error('no more');
    }
    await expect(client.upload('web1', { path: '/tmp/x', content: broken() })).rejects.toThrow('no more');
    expect([...bench.sim.files.keys()]).toEqual(['/tmp/x']);
    expect(bench.sim.files.get('/tmp/x')?.content.toString()).toBe('x');
  });

  test('refuses a session', async () => {
    bench.sim.fault.next('refuse-session');
    await expect(bench.client().exec('web1', ['true'])).rejects.toMatchObject({ code: 'SSH_CHANNEL_REFUSED' });
  });
});

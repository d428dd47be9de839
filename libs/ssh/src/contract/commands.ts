import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import type { SshClient } from '../index.ts';
import { type TargetOf, clientOf } from './contract-target.ts';

/** Commands: what goes in and what comes out. */
export function commandsContract(target: TargetOf): void {
  describe('a command', () => {
    let client: SshClient;
    beforeAll(() => {
      client = clientOf(target());
    });
    afterAll(async () => await client.close());

    test('gets its arguments as they are', async () => {
      const args = ['a b', "c'd", '"', '$HOME', '`id`', '*', '', '\\', 'é€😀', '-n', '!x', 'line\nbreak', '#'];
      const { stdout, stderr, code, ok } = await client.exec('host', ['printf', '%s\n', ...args]);
      expect(stdout).toBe(args.map((arg) => `${arg}\n`).join(''));
      expect({ stderr, code, ok }).toEqual({ stderr: '', code: 0, ok: true });
    });

    test('tells its output apart, and its exit status', async () => {
      const result = await client.exec('host', ['sh', '-c', 'echo out; echo err >&2; exit 3']);
      expect(result).toEqual({
        host: 'host',
        ok: false,
        code: 3,
        signal: null,
        stdout: 'out\n',
        stderr: 'err\n',
        truncated: { stdout: false, stderr: false },
      });
      expect((await client.exec('host', ['sh', '-c', 'exit 255'])).code).toBe(255);
    });

    test('tells the signal that ended it', async () => {
      const { ok, code, signal } = await client.exec('host', ['sh', '-c', 'kill -KILL $$']);
      expect({ ok, code, signal }).toEqual({ ok: false, code: null, signal: 'SIGKILL' });
    });

    test('that is not there ends with 127', async () => {
      const { code, stderr } = await client.exec('host', ['no-such-program-here', 'x']);
      expect(code).toBe(127);
      expect(stderr).toContain('no-such-program-here: not found');
    });

    test('gets its stdin, whole, and then its end', async () => {
      const input = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
      const { stdout } = await client.exec('host', ['cat'], { stdin: input, encoding: 'base64' });
      expect(Buffer.from(stdout, 'base64').equals(input)).toBe(true);
      expect(
        (await client.exec('host', ['cat'], { stdin: Readable.from([Buffer.from('one '), Buffer.from('two')]) }))
          .stdout,
      ).toBe('one two');
      expect((await client.exec('host', ['cat'])).stdout).toBe('');
    });

    test('gets its environment, secrets too, and its stdin after them', async () => {
      const env = { PLAIN: "it's $HOME", SECRET: new Secret('contract-secret \'"$x'), LINES: 'a\nb' };
      const names = ['PLAIN', 'SECRET', 'LINES'];
      for (const name of names) {
        const { stdout } = await client.exec('host', ['printenv', name], { env, stdin: 'unread' });
        const value = env[name as keyof typeof env];
        expect(stdout).toBe(`${value instanceof Secret ? value.reveal() : value}\n`);
      }
      expect((await client.exec('host', ['cat'], { env, stdin: 'read' })).stdout).toBe('read');
    });

    test('hides secrets from process lists', async () => {
      const env = { SECRET: new Secret('not-in-any-process-list') };
      const { stdout } = await client.exec('host', ['ps', 'axo', 'args'], { env });
      expect(stdout).toContain('ps axo args');
      expect(stdout).not.toContain(env.SECRET.reveal());
    });

    test('that writes more than is kept is marked, and listeners get everything', async () => {
      let heard = 0;
      const { stdout, truncated } = await client.exec('host', ['head', '-c', '3000000', '/dev/zero'], {
        maxOutput: 1000,
        onStdout: (chunk) => (heard += chunk.length),
      });
      expect(stdout).toHaveLength(1000);
      expect(truncated).toEqual({ stdout: true, stderr: false });
      expect(heard).toBe(3_000_000);
    });

    test('runs as another user, where sudo lets it', async () => {
      const { user } = target();
      expect((await client.exec('host', ['id', '-un'])).stdout).toBe(`${user}\n`);
      expect((await client.exec('root', ['id', '-un'])).stdout).toBe('root\n');
      expect((await client.exec('root', ['id', '-un'], { sudo: user })).stdout).toBe(`${user}\n`);
      const { stdout } = await client.exec('root', ['cat'], {
        sudo: user,
        stdin: 'x',
        env: { A: new Secret('abcdef') },
      });
      expect(stdout).toBe('x');
    });

    test('runs on many hosts at once, and one that fails keeps none from its result', async () => {
      const outcomes = await client.execOnAll(['host', 'no-such-host.invalid', 'root', 'host'], ['id', '-un']);
      expect(outcomes.map(({ host }) => host)).toEqual(['host', 'no-such-host.invalid', 'root', 'host']);
      const { user } = target();
      expect(outcomes.map(({ result }) => result?.stdout)).toEqual([`${user}\n`, undefined, 'root\n', `${user}\n`]);
      expect(outcomes[1]?.error).toMatchObject({ code: 'SSH_UNAVAILABLE', host: 'no-such-host.invalid' });
    });
  });
}

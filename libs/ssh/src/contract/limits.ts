import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SshClient } from '../index.ts';
import { type TargetOf, clientOf } from './contract-target.ts';

/** Commands that exceed a limit: what becomes of their processes. */
export function limitsContract(target: TargetOf): void {
  describe('a command beyond its limits', () => {
    let client: SshClient;
    // Whole numbers of seconds that nothing else sleeps for.
    const [child, parent] = ['86011', '86012'];
    const family = ['sh', '-c', `echo begun; sleep ${child} & sleep ${parent}`];
    const orphan = ['sh', '-c', `echo begun; sleep ${child} & exit 0`];
    const sleepers = async (host = 'host') => {
      const { stdout } = await client.exec(host, ['ps', 'axo', 'args']);
      return stdout.split('\n').filter((line) => /^sleep 8601[12]$/.test(line.trim()));
    };
    beforeAll(() => {
      client = clientOf(target());
    });
    afterAll(async () => await client.close());

    test('is ended with its whole process group when its time is over', async () => {
      const error: unknown = await client.exec('host', family, { timeout: 1 }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'SSH_COMMAND_TIMEOUT',
        kind: 'timeout',
        host: 'host',
        outcomeUnknown: true,
        output: { stdout: 'begun\n', stderr: '' },
      });
      expect((error as Error).message).toMatch(/did not end within 1 s; its process group was ended$/);
      expect(await sleepers()).toEqual([]);
    });

    test('is ended when it is silent for too long, its orphans too', async () => {
      const running = client.exec('host', orphan, { idleTimeout: 1 });
      await expect(running).rejects.toMatchObject({ code: 'SSH_COMMAND_TIMEOUT', output: { stdout: 'begun\n' } });
      expect(await sleepers()).toEqual([]);
    });

    test('is ended when it is aborted', async () => {
      const controller = new AbortController();
      const running = client.exec('host', family, {
        signal: controller.signal,
        onStdout: () => controller.abort(new Error('enough')),
      });
      await expect(running).rejects.toMatchObject({ code: 'SSH_ABORTED', outcomeUnknown: true });
      expect(await sleepers()).toEqual([]);
    });

    test('is ended under sudo too, where it has another process group', async () => {
      const { user } = target();
      const running = client.exec('root', family, { sudo: user, timeout: 1 });
      await expect(running).rejects.toMatchObject({ code: 'SSH_COMMAND_TIMEOUT' });
      expect(await sleepers('root')).toEqual([]);
    });

    test('is ended when it writes too much, if so asked', async () => {
      const running = client.exec('host', ['head', '-c', '5000', '/dev/zero'], { maxOutput: 1000, tooLong: 'fail' });
      await expect(running).rejects.toMatchObject({ code: 'SSH_OUTPUT_TOO_LONG', kind: 'refused' });
    });

    test('is ended when the client is closed', async () => {
      const other = clientOf(target());
      const begun = Promise.withResolvers<undefined>();
      const running = other.exec('host', family, { onStdout: () => begun.resolve(undefined) });
      running.catch(() => undefined);
      await begun.promise;
      await other.close();
      await expect(running).rejects.toMatchObject({ code: 'SSH_ABORTED' });
      expect(await sleepers()).toEqual([]);
    });
  });
}

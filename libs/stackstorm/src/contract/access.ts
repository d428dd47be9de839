import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import { errorOf } from './error-of.ts';

export function accessContract(target: TargetOf): void {
  describe('whoever is unknown is told so', () => {
    test.each([
      [{ apiKey: 'no-such-key' }],
      [{ token: 'no-such-token' }],
      [{ username: 'nobody', password: 'wrong-password' }],
    ])('with %j', async (auth) => {
      const client = target().clientOf(auth);
      const error = await errorOf(client.keys.list());
      expect([error.code, error.status]).toEqual(['STACKSTORM_UNAUTHORIZED', 401]);
      client.close();
    });
  });

  test('the stream tells how an execution goes on', async () => {
    const { client } = target();
    const ended = new AbortController();
    const seen: string[] = [];
    const names = ['st2.execution__update'];
    const opened = Promise.withResolvers<undefined>();
    let id = '';
    const reading = (async () => {
      const events = client.stream.events({ names, signal: ended.signal, onOpen: () => opened.resolve(undefined) });
      for await (const { name, data } of events) {
        const about = data as { id: string; status: string };
        if (about.id !== id) continue;
        seen.push(`${name}: ${about.status}`);
        if (about.status === 'succeeded') return;
      }
    })();
    await opened.promise;
    ({ id } = await client.executions.create({ action: 'core.local', parameters: { cmd: 'sleep 1' } }));
    await reading;
    ended.abort();
    expect(seen).toContain('st2.execution__update: running');
    expect(seen.at(-1)).toBe('st2.execution__update: succeeded');
  });
}

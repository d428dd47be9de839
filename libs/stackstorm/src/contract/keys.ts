import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import { errorOf } from './error-of.ts';

export function keysContract(target: TargetOf): void {
  describe('a key', () => {
    test('is set, replaced and deleted', async () => {
      const { client, run } = target();
      const name = `${run}.plain`;
      expect(await client.keys.set(name, { value: 'one' })).toMatchObject({ name, value: 'one', scope: 'system' });
      await client.keys.set(name, { value: '{{ two }}' });
      expect(await client.keys.get(name)).toEqual({
        name,
        value: '{{ two }}',
        secret: false,
        encrypted: false,
        scope: 'system',
        user: null,
        expiresAt: null,
      });
      await client.keys.delete(name);
      expect(await client.keys.find(name)).toBeUndefined();
      const error = await errorOf(client.keys.delete(name));
      expect([error.code, error.serviceMessage]).toEqual([
        'STACKSTORM_NOT_FOUND',
        `The key "${name}" does not exist in the StackStorm datastore.`,
      ]);
    });

    test('has a time to live', async () => {
      const { client, run, clock } = target();
      const before = clock.now();
      const { expiresAt } = await client.keys.set(`${run}.short`, { value: 'x', ttl: 3600 });
      const left = Date.parse(expiresAt ?? '') - before;
      expect(left).toBeGreaterThan(3_500_000);
      expect(left).toBeLessThan(3_700_000);
      await client.keys.delete(`${run}.short`);
    });

    test('of a user is another one than that of the system', async () => {
      const { client, run } = target();
      const name = `${run}.own`;
      await client.keys.set(name, { value: 'mine', scope: 'user' });
      expect(await client.keys.find(name)).toBeUndefined();
      expect(await client.keys.get(name, { scope: 'user' })).toMatchObject({ name, value: 'mine', scope: 'user' });
      await client.keys.set(name, { value: 'ours' });
      const both = await client.keys.list({ prefix: name, scope: 'all' });
      expect(both.map(({ value }) => value)).toEqual(['ours', 'mine']);
      expect((await client.keys.list({ prefix: name })).map(({ value }) => value)).toEqual(['ours']);
      await client.keys.delete(name);
      await client.keys.delete(name, { scope: 'user' });
    });
  });
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SshClient } from '../index.ts';
import { type TargetOf, clientOf } from './contract-target.ts';

/** Files to and from a host. */
export function filesContract(target: TargetOf): void {
  describe('a file', () => {
    let client: SshClient;
    const path = '/tmp/opsbook-contract-file';
    const textOf = async (one: string) => Buffer.from(await client.download('host', one)).toString();
    beforeAll(() => {
      client = clientOf(target());
    });
    afterAll(async () => {
      await client.exec('host', ['rm', '-f', path]);
      await client.close();
    });

    test('goes there and comes back, byte by byte', async () => {
      const content = Buffer.from(Array.from({ length: 200_001 }, (_, index) => (index * 7) % 256));
      await client.upload('host', { path, content, mode: 0o640 });
      expect(Buffer.from(await client.download('host', path)).equals(content)).toBe(true);
    });

    test('replaces what is there', async () => {
      await client.upload('host', { path, content: 'first, longer' });
      await client.upload('host', { path, content: 'second' });
      expect(await textOf(path)).toBe('second');
      await client.upload('host', { path, content: '' });
      expect(await textOf(path)).toBe('');
    });

    test('that is not there, or may not be written, says so', async () => {
      await expect(client.download('host', '/tmp/opsbook-contract-none')).rejects.toMatchObject({
        code: 'SSH_NOT_FOUND',
        kind: 'not-found',
        host: 'host',
      });
      const astray = client.upload('host', { path: '/tmp/opsbook-contract-none/x', content: '' });
      await expect(astray).rejects.toMatchObject({ code: 'SSH_NOT_FOUND' });
      const denied = client.upload('host', { path: '/etc/opsbook-contract-file', content: '' });
      await expect(denied).rejects.toMatchObject({ code: 'SSH_FORBIDDEN', kind: 'forbidden' });
    });

    test('that is too large is refused', async () => {
      await client.upload('host', { path, content: 'x'.repeat(1001) });
      await expect(client.download('host', path, { maxBytes: 1000 })).rejects.toMatchObject({
        code: 'SSH_OUTPUT_TOO_LONG',
      });
      expect((await client.download('host', path, { maxBytes: 1001 })).length).toBe(1001);
    });
  });
}

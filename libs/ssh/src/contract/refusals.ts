import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SshError, type SshOptions, isSshError } from '../index.ts';
import { OTHER_HOST_KEY } from './other-host-key.ts';
import { type TargetOf, clientOf } from './contract-target.ts';

/** Hosts that are not who they should be, and hosts that do not let us in. */
export function refusalsContract(target: TargetOf): void {
  describe('a host', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'opsbook-ssh-contract-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    const knownHosts = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const name = () => `[${target().hostname}]:${target().port}`;
    const failure = async (changes: Partial<SshOptions>): Promise<SshError> => {
      const client = clientOf(target(), changes);
      const error: unknown = await client.exec('host', ['true']).catch((caught: unknown) => caught);
      await client.close();
      if (!isSshError(error)) throw new Error('it was let in');
      return error;
    };

    test('whose key nobody knows is refused', async () => {
      const path = knownHosts('empty', '');
      const error = await failure({ knownHosts: path });
      expect(error).toMatchObject({
        code: 'SSH_HOST_KEY_UNKNOWN',
        kind: 'refused',
        host: 'host',
        outcomeUnknown: false,
      });
      expect(error.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
      expect(error.message).toContain(error.fingerprint);
      expect(error.message).toContain('add to');
    });

    test('whose key has changed is refused, and the line that is wrong is named', async () => {
      const path = knownHosts('changed', `# comment\n${name()} ${OTHER_HOST_KEY}\n`);
      const error = await failure({ knownHosts: path });
      expect(error).toMatchObject({ code: 'SSH_HOST_KEY_CHANGED', place: `${path}:2` });
      expect(error.message).toContain(error.fingerprint);
    });

    test('whose key is revoked is refused, though another line knows it', async () => {
      const known = readFileSync(target().knownHostsFile, 'utf8');
      const revoked = known.replace(/^\S+/gm, '@revoked *');
      const path = knownHosts('revoked', `${known}${revoked}`);
      expect(await failure({ knownHosts: path })).toMatchObject({ code: 'SSH_HOST_KEY_REVOKED' });
    });

    test('that is known by its name without the port is let pass, as OpenSSH does', async () => {
      const known = readFileSync(target().knownHostsFile, 'utf8');
      const path = knownHosts('bare', known.replaceAll(name(), target().hostname));
      const client = clientOf(target(), { knownHosts: path });
      expect((await client.exec('host', ['true'])).code).toBe(0);
      await client.close();
    });

    test('that takes none of our credentials says what was tried', async () => {
      const { hostname, port, user } = target();
      const error = await failure({ hosts: { host: { hostname, port, user: `${user}-nobody` } } });
      expect(error).toMatchObject({
        code: 'SSH_UNAUTHORIZED',
        kind: 'unauthorized',
        host: 'host',
        outcomeUnknown: false,
      });
      expect(error.message).toContain('publickey');
    });

    test('that nobody listens on', async () => {
      const server = createServer();
      const port = await new Promise<number>((resolve) =>
        server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
      );
      await new Promise((resolve) => server.close(resolve));
      const error = await failure({ hosts: { host: { hostname: '127.0.0.1', port } } });
      expect(error).toMatchObject({ code: 'SSH_CONNECT_REFUSED', kind: 'unavailable', outcomeUnknown: false });
    });

    test('where sudo wants a password and none is given', async () => {
      const client = clientOf(target());
      const running = client.exec('host', ['id'], { sudo: true });
      await expect(running).rejects.toMatchObject({
        code: 'SSH_SUDO',
        serviceMessage: 'sudo: a password is required',
        outcomeUnknown: false,
      });
      await client.close();
    });

    test('where sudo knows the password, and does not allow it', async () => {
      const { password } = target();
      const client = clientOf(target(), { sudo: { password } });
      const error: unknown = await client.exec('host', ['id'], { sudo: true }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'SSH_SUDO', kind: 'unauthorized' });
      expect((error as Error).message).toContain('is not in the sudoers file');
      expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(password);
      await client.close();
    });
  });
}

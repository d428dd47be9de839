import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, VirtualClock } from '@opsbook/context';
import { AUTHORIZED, type KitOptions, TOKEN, startKit } from './intake-kit.test-support.ts';

const URL = '/v1/webhooks/deploys';
const auth = { token: TOKEN };

async function withKit(options: KitOptions, act: (kit: ReturnType<typeof startKit>) => Promise<void>): Promise<void> {
  const kit = startKit(options);
  try {
    await act(kit);
  } finally {
    await kit.stop();
  }
}

describe('a webhook', () => {
  it('is an event with its body and headers, without what proves its sender and without known secrets', async () => {
    new Secret('password-of-somebody');
    await withKit({}, async ({ app, events }) => {
      const headers = {
        ...AUTHORIZED,
        'x-github-event': 'push',
        'x-request-uuid': 'delivery-1',
        'x-api-key': 'key-0123',
      };
      const payload = { ref: 'main', by: 'password-of-somebody' };
      const answers = [
        await app.inject({ method: 'POST', url: URL, headers, payload }),
        await app.inject({ method: 'POST', url: URL, headers, payload }),
      ];
      expect(answers.map((answer) => answer.json<object>())).toEqual([
        { accepted: 1, known: 0, rejected: 0 },
        { accepted: 0, known: 1, rejected: 0 },
      ]);
      const [{ event } = { event: undefined }] = events();
      expect(event).toMatchObject({
        type: 'webhook',
        source: 'deploys',
        payload: { name: 'deploys', body: { ref: 'main', by: '***' }, headers: { 'x-github-event': 'push' } },
      });
      const kept = JSON.stringify(event);
      for (const secret of [TOKEN, 'key-0123', 'password-of-somebody']) expect(kept).not.toContain(secret);
    });
  });

  it('has its signature as mark where it has no other, so that a replay after a restart is known', async () => {
    const clock = new VirtualClock();
    const secret = 'secret-of-deploys';
    const at = String(clock.now() / 1000);
    const signature = createHmac('sha256', secret).update(`${at}.{}`).digest('hex');
    await withKit(
      { clock, serve: { webhooks: { deploys: { auth: { hmac: { secret } } } } } },
      async ({ app, events }) => {
        const headers = {
          'content-type': 'application/json',
          'x-opsbook-timestamp': at,
          'x-opsbook-signature': signature,
        };
        await app.inject({ method: 'POST', url: URL, headers, payload: '{}' });
        expect(events()).toMatchObject([{ event: { key: `signature:${signature}` } }]);
      },
    );
  });

  it('that is signed and was recorded by somebody is not taken again by the next process, whatever its headers say', async () => {
    const clock = new VirtualClock();
    const secret = 'secret-of-deploys';
    const serve = { webhooks: { deploys: { auth: { hmac: { secret } } } } };
    const signed = (mark: string, at = Math.floor(clock.now() / 1000)) => ({
      'content-type': 'application/json',
      'idempotency-key': mark,
      'x-opsbook-timestamp': String(at),
      'x-opsbook-signature': createHmac('sha256', secret).update(`${at}.{}`).digest('hex'),
    });
    await withKit({ clock, serve }, async ({ store, events, ...first }) => {
      const post = async ({ app }: Pick<typeof first, 'app'>, headers: Record<string, string>) => {
        const { statusCode, body } = await app.inject({ method: 'POST', url: URL, headers, payload: '{}' });
        return statusCode === 200 ? body : statusCode;
      };
      const recorded = signed('one');
      expect(await post(first, recorded)).toBe('{"accepted":1,"known":0,"rejected":0}');
      await withKit({ clock, serve, store }, async (next) => {
        expect(await post(next, recorded)).toBe(401);
        expect(await post(next, { ...recorded, 'idempotency-key': 'two' })).toBe(401);
        expect(events()).toHaveLength(1);
        // Whoever has the secret repeats what was lost under the same mark, and a time of his own.
        await new Promise<void>((resolve) => void clock.after(2000, resolve));
        expect(await post(next, signed('one'))).toBe('{"accepted":0,"known":1,"rejected":0}');
        expect(Object.keys(store.memory('signatures/webhook/deploys'))).toHaveLength(2);
        // What its time refuses need not be remembered.
        await new Promise<void>((resolve) => void clock.after(400_000, resolve));
        expect(await post(next, recorded)).toBe(401);
        expect(await post(next, signed('three'))).toBe('{"accepted":1,"known":0,"rejected":0}');
        expect(Object.keys(store.memory('signatures/webhook/deploys'))).toHaveLength(1);
      });
    });
  });
});

describe('the schema of a webhook', () => {
  const schema = {
    type: 'object',
    required: ['server'],
    properties: { server: { type: 'string' }, port: { type: 'integer' } },
    additionalProperties: false,
  };
  const good = { server: 'web-1' };
  const bad = { port: 'x', colour: 1 };

  it.each(['inline', 'file'] as const)('(%s) refuses what does not fit, with a line of the ledger', async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'opsbook-schema-'));
    const schemaFile = join(folder, 'deploys.json');
    writeFileSync(schemaFile, JSON.stringify(schema));
    const deploys = kind === 'inline' ? { auth, schema } : { auth, schemaFile };
    await withKit({ serve: { webhooks: { deploys } } }, async ({ app, events }) => {
      const post = async (payload: object) =>
        (await app.inject({ method: 'POST', url: URL, headers: AUTHORIZED, payload })).statusCode;
      expect([await post(good), await post(bad)]).toEqual([200, 400]);
      const why =
        'the body does not fit its schema: server: Invalid input: expected string, received undefined; ' +
        'port: Invalid input: expected number, received string; body: Unrecognized key: "colour"';
      expect(events().map(({ state }) => state)).toEqual([{ state: 'received' }, { state: 'rejected', why }]);
    });
    rmSync(folder, { recursive: true });
  });

  it('has to be one', () => {
    const start = (entry: object) => () => startKit({ serve: { webhooks: { deploys: { auth, ...entry } } } });
    expect(start({ schema: { type: 'objekt' } })).toThrow(
      /serve\.webhooks\.deploys\.schema: is no JSON Schema that can be used: Unsupported type: objekt/,
    );
    expect(start({ schemaFile: '/nowhere.json' })).toThrow(/serve\.webhooks\.deploys\.schemaFile: .*ENOENT/);
  });
});

import { describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import type { TargetOf } from './contract-target.ts';
import { errorOf } from './error-of.ts';

export function inquiriesContract(target: TargetOf): void {
  async function asked(parameters: Record<string, unknown>): Promise<string> {
    const { client, clock } = target();
    const { id } = await client.executions.create({ action: 'core.ask', parameters });
    for (let look = 0; look < 30; look += 1) {
      if ((await client.executions.get(id)).status === 'pending') return id;
      await sleep(clock, 1000);
    }
    throw new Error(`${id} asks nothing`);
  }

  describe('an inquiry', () => {
    test('waits for an answer that fits', async () => {
      const { client } = target();
      const id = await asked({ route: 'contract', ttl: 60 });
      expect(await client.inquiries.get(id)).toMatchObject({ id, route: 'contract', ttl: 60, users: [], roles: [] });
      expect((await client.inquiries.list()).map((one) => one.id)).toContain(id);
      const bad = await errorOf(client.inquiries.respond(id, { continue: 'yes' }));
      expect([bad.code, bad.serviceMessage]).toEqual([
        'STACKSTORM_BAD_REQUEST',
        expect.stringContaining(`Response for inquiry "${id}" did not pass schema validation.`),
      ]);
      await client.inquiries.respond(id, { continue: true });
      expect(await client.executions.get(id)).toMatchObject({
        status: 'succeeded',
        result: { route: 'contract', response: { continue: true } },
      });
    });

    test('is answered once, and by whom it names', async () => {
      const { client } = target();
      const id = await asked({ users: ['somebody-else'] });
      expect((await errorOf(client.inquiries.respond(id, { continue: true }))).code).toBe('STACKSTORM_FORBIDDEN');
      const mine = await asked({});
      await client.inquiries.respond(mine, { continue: false });
      const again = await errorOf(client.inquiries.respond(mine, { continue: true }));
      expect([again.code, again.serviceMessage]).toEqual([
        'STACKSTORM_BAD_REQUEST',
        `Inquiry "${mine}" has already been responded to.`,
      ]);
      expect((await client.inquiries.list()).map((one) => one.id)).not.toContain(mine);
    });

    test('is withdrawn, since nothing that is pending can be cancelled', async () => {
      const { client } = target();
      const [id, late] = [await asked({ users: ['ann'] }), await asked({})];
      const refused = await errorOf(client.executions.cancel(id));
      expect([refused.code, refused.serviceMessage]).toEqual([
        'STACKSTORM_BAD_REQUEST',
        'Action cannot be canceled. State = pending.',
      ]);
      await client.inquiries.withdraw(id);
      await client.inquiries.withdraw(late, { status: 'timeout' });
      expect(await client.executions.get(id)).toMatchObject({ status: 'abandoned', result: { users: ['ann'] } });
      const answers = await Promise.all([id, late].map((one) => errorOf(client.inquiries.respond(one, {}))));
      expect(answers.map(({ serviceMessage }) => serviceMessage)).toEqual([
        `Inquiry "${id}" has already been responded to.`,
        `Inquiry "${late}" timed out and cannot be responded to.`,
      ]);
      expect((await errorOf(client.inquiries.withdraw(id))).code).toBe('STACKSTORM_COMPLETED');
    });

    test('is nothing else', async () => {
      const { client } = target();
      const { id } = await client.executions.create({ action: 'core.local', parameters: { cmd: 'id' } });
      expect((await errorOf(client.inquiries.get(id))).serviceMessage).toBe(
        `Action execution "${id}" is not an inquiry.`,
      );
      expect((await errorOf(client.inquiries.get('0123456789abcdef01234567'))).code).toBe('STACKSTORM_NOT_FOUND');
    });
  });
}

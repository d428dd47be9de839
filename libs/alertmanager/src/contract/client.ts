import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { type AlertmanagerClient, alertmanager, isAlertmanagerError } from '../index.ts';
import { MARK, type TargetOf, at } from './contract-target.ts';

/** The client against the service. */
export function clientContract(target: TargetOf): void {
  describe('the client', () => {
    let client: AlertmanagerClient;
    const matchers = `{${MARK}="client",host=~"h[12]",n!~"x|y",team!="z"}`;
    const wanted = { matchers, createdBy: 'contract', comment: 'test' };
    const codeOf = async (promise: Promise<unknown>): Promise<string> => {
      const error: unknown = await promise.catch((caught: unknown) => caught);
      return isAlertmanagerError(error) ? error.code : 'none';
    };
    beforeAll(() => {
      const { url, clock } = target();
      client = alertmanager({ url, context: { guard: unrestricted, clock } });
    });
    afterAll(async () => {
      for (const { id } of await client.silences.find({ matchers })) await client.silences.expire(id);
      client.close();
    });

    test('ensures a silence: creates, reuses, extends, and creates anew when it expired', async () => {
      const endsAt = at(target(), 600);
      expect(await client.silences.findFor(matchers, endsAt)).toBeUndefined();
      const created = await client.silences.ensure({ ...wanted, endsAt });
      expect(created).toMatchObject({ outcome: 'created', endsAt });
      const turned = `team!="z",n!~"x|y",host=~"h[12]",${MARK}=client`;
      const reused = await client.silences.ensure({ ...wanted, matchers: turned, duration: 60 });
      expect(reused).toEqual({ id: created.id, outcome: 'reused', endsAt });
      const later = at(target(), 1200);
      expect(await client.silences.findFor(matchers, later)).toBeUndefined();
      const extended = await client.silences.ensure({ ...wanted, matchers: turned, endsAt: later, comment: 'other' });
      expect(extended).toEqual({ id: created.id, outcome: 'extended', endsAt: later });
      const found = await client.silences.findFor(turned, later);
      expect(found).toMatchObject({ id: created.id, state: 'active', endsAt: later, comment: 'test', annotations: {} });
      expect(await client.silences.extend(created.id, { duration: 60 })).toEqual({ id: created.id, changed: false });
      await client.silences.expire(created.id);
      await client.silences.expire(created.id);
      expect(await codeOf(client.silences.extend(created.id, { duration: 60 }))).toBe('ALERTMANAGER_CONFLICT');
      const anew = await client.silences.ensure({ ...wanted, endsAt });
      expect(anew.outcome).toBe('created');
      expect(anew.id).not.toBe(created.id);
      await client.silences.expire(anew.id);
    });

    test('leaves a pending one alone unless it begins in time', async () => {
      const endsAt = at(target(), 900);
      const startsAt = at(target(), 300);
      const pending = await client.silences.create({ ...wanted, startsAt, endsAt });
      expect(await client.silences.findFor(matchers, endsAt)).toBeUndefined();
      expect((await client.silences.findFor(matchers, endsAt, startsAt))?.id).toBe(pending.id);
      expect((await client.silences.ensure({ ...wanted, startsAt, endsAt })).outcome).toBe('reused');
      const longer = at(target(), 1000);
      const extended = await client.silences.ensure({ ...wanted, startsAt, endsAt: longer });
      expect(extended).toMatchObject({ id: pending.id, outcome: 'extended' });
      const now = await client.silences.ensure({ ...wanted, endsAt });
      expect(now.outcome).toBe('created');
      expect((await client.silences.find({ matchers })).map(({ state }) => state)).toEqual(['active', 'pending']);
      for (const { id } of await client.silences.find({ matchers })) await client.silences.expire(id);
    });

    test('lists and filters', async () => {
      const labels = { alertname: 'ContractClient', [MARK]: 'client', host: 'h1' };
      await client.alerts.post([
        { labels, annotations: { a: 'b' }, endsAt: at(target(), 600), generatorUrl: 'http://x/' },
      ]);
      const { id } = await client.silences.create({ ...wanted, duration: 60 });
      const [alert] = await client.alerts.list({ matchers: `${MARK}="client"` });
      expect(alert).toMatchObject({
        labels,
        annotations: { a: 'b' },
        generatorUrl: 'http://x/',
        state: 'suppressed',
        silencedBy: [id],
        mutedBy: [],
      });
      expect(await client.alerts.list({ matchers: `${MARK}="client"`, silenced: false })).toEqual([]);
      const receiver = alert?.receivers[0] ?? '';
      const groups = await client.groups.list({ matchers: `${MARK}="client"`, receiver });
      expect(groups.map((group) => group.alerts.length)).toEqual([1]);
      expect((await client.receivers()).map(({ name }) => name)).toContain(receiver);
      expect((await client.silences.list({ states: ['active'] })).some((silence) => silence.id === id)).toBe(true);
      await client.silences.expire(id);
      await client.alerts.post([{ labels, startsAt: at(target(), -60), endsAt: at(target(), -0.001) }]);
      expect(await client.alerts.list({ matchers: `${MARK}="client"` })).toEqual([]);
      expect(await client.status()).toMatchObject({ cluster: { name: '', status: 'disabled', peers: [] } });
    });

    test('tells errors apart', async () => {
      const nobody = '00000000-0000-4000-8000-000000000000';
      expect(await codeOf(client.silences.get(nobody))).toBe('ALERTMANAGER_NOT_FOUND');
      expect(await codeOf(client.silences.expire(nobody))).toBe('ALERTMANAGER_NOT_FOUND');
      expect(await codeOf(client.silences.get('x'))).toBe('ALERTMANAGER_BAD_REQUEST');
      expect(await codeOf(client.alerts.list({ receiver: '(' }))).toBe('ALERTMANAGER_BAD_REQUEST');
      const astray = alertmanager({
        url: `${target().url}/x`,
        context: { guard: unrestricted, clock: target().clock },
      });
      expect(await codeOf(astray.silences.get(nobody))).toBe('ALERTMANAGER_UNAVAILABLE');
      astray.close();
    });
  });
}

/* oxlint-disable typescript/no-unsafe-assignment -- answers are looked into as they come */
import { afterAll, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { type WebhookPayload, webhookPayloadSchema } from '../webhook.ts';
import { type ConfiguredTarget, MARK, type TargetOf, at, until } from './contract-target.ts';
import type { Json } from './wire.ts';

/** Routes, inhibition and notifications of an Alertmanager that is configured as `alertmanager.yml` says. */
export function notificationsContract(target: TargetOf<ConfiguredTarget>): void {
  describe('notifications', () => {
    const posted: Json[] = [];
    const named = (alertname: string): string => `${alertname}${target().run}`;
    const labels = (alertname: string, more: Record<string, string> = {}): Record<string, string> => ({
      alertname: named(alertname),
      [MARK]: 'notifications',
      ...more,
    });
    const post = async (...alerts: { labels: Record<string, string>; [key: string]: unknown }[]) => {
      posted.push(...alerts);
      const answer = await target().wire.send('POST', '/api/v2/alerts', { body: alerts });
      expect(answer.status).toBe(200);
    };
    const resolve = (...all: Record<string, string>[]) =>
      post(...all.map((one) => ({ labels: one, startsAt: at(target(), -3600), endsAt: at(target(), -0.001) })));
    const of = (alertname: string): WebhookPayload[] =>
      target().received.filter(({ groupLabels }) => groupLabels['alertname'] === named(alertname));
    const count = (alertname: string, wanted: number) =>
      until(
        target(),
        () => of(alertname),
        (seen) => seen.length >= wanted,
      );

    afterAll(() => resolve(...posted.map((alert) => (alert as { labels: Record<string, string> }).labels)));

    test('tell of a group when it waited, when something is new, and when it is over', async () => {
      const [one, two] = [labels('Story', { host: 'h', n: '1' }), labels('Story', { host: 'h', n: '2' })];
      await post({ labels: one, annotations: { summary: 's', own: '1' }, generatorURL: 'http://p/1' });
      const [first] = await count('Story', 1);
      expect(webhookPayloadSchema.safeParse(first).success).toBe(true);
      expect(Object.keys(first ?? {}).sort()).toEqual(
        [
          'alerts',
          'commonAnnotations',
          'commonLabels',
          'externalURL',
          'groupKey',
          'groupLabels',
          'receiver',
          'status',
          'truncatedAlerts',
          'version',
        ].sort(),
      );
      expect(first).toMatchObject({
        version: '4',
        receiver: 'hook',
        status: 'firing',
        groupKey: `{}:{alertname="${named('Story')}", host="h"}`,
        groupLabels: { alertname: named('Story'), host: 'h' },
        commonLabels: one,
        commonAnnotations: { summary: 's', own: '1' },
        truncatedAlerts: 0,
      });
      expect(Object.keys(first?.alerts[0] ?? {}).sort()).toEqual(
        ['annotations', 'endsAt', 'fingerprint', 'generatorURL', 'labels', 'startsAt', 'status'].sort(),
      );
      expect(first?.alerts).toMatchObject([
        { status: 'firing', labels: one, endsAt: '0001-01-01T00:00:00Z', generatorURL: 'http://p/1' },
      ]);

      await post({ labels: two, annotations: { summary: 's', own: '2' } });
      const [, second] = await count('Story', 2);
      expect(second?.alerts.map((alert) => `${alert.labels['n'] ?? ''} ${alert.status}`)).toEqual([
        '1 firing',
        '2 firing',
      ]);
      expect(second?.commonLabels).toEqual(labels('Story', { host: 'h' }));
      expect(second?.commonAnnotations).toEqual({ summary: 's' });

      await resolve(one);
      const [, , third] = await count('Story', 3);
      expect(third?.status).toBe('firing');
      expect(third?.alerts.map((alert) => `${alert.labels['n'] ?? ''} ${alert.status}`)).toEqual([
        '1 resolved',
        '2 firing',
      ]);

      await resolve(two);
      const [, , , fourth] = await count('Story', 4);
      expect(fourth?.status).toBe('resolved');
      expect(fourth?.alerts.map((alert) => `${alert.labels['n'] ?? ''} ${alert.status}`)).toEqual(['2 resolved']);
      expect(Date.parse(fourth?.alerts[0]?.endsAt ?? '')).toBeLessThanOrEqual(target().clock.now());
      await sleep(target().clock, 3000);
      expect(of('Story')).toHaveLength(4);
    });

    test('say the same again after the interval, and nothing of what was over before it was told', async () => {
      await post({ labels: labels('Again', { host: 'h' }), endsAt: at(target(), 600) });
      await resolve(labels('Never', { host: 'h' }));
      const start = target().clock.now();
      await count('Again', 2);
      const took = target().clock.now() - start;
      expect(took).toBeGreaterThan(6500);
      expect(took).toBeLessThan(11_000);
      expect(of('Again')[1]?.alerts[0]?.status).toBe('firing');
      expect(of('Never')).toEqual([]);
      await resolve(labels('Again', { host: 'h' }));
    });

    test('are not made of what is silenced or inhibited, and are made up for afterwards', async () => {
      const critical = labels('Cause', { host: 'i', severity: 'critical' });
      const warning = labels('Effect', { host: 'i', severity: 'warning' });
      const elsewhere = labels('Effect', { host: 'j', severity: 'warning' });
      await post({ labels: critical, endsAt: at(target(), 600) });
      await post({ labels: warning, endsAt: at(target(), 600) }, { labels: elsewhere, endsAt: at(target(), 600) });
      await until(
        target(),
        () => of('Effect'),
        (seen) => seen.length > 0,
      );
      expect(of('Effect').map(({ groupLabels }) => groupLabels['host'])).toEqual(['j']);
      const list = async (query: Record<string, boolean> = {}): Promise<Json[]> => {
        const filter = `alertname="${named('Effect')}"`;
        const { body } = await target().wire.send('GET', '/api/v2/alerts', { query: { filter, ...query } });
        return (body as Json[]).filter((alert) => (alert as { labels: Record<string, string> }).labels['host'] === 'i');
      };
      const all = await target().wire.send('GET', '/api/v2/alerts', {
        query: { filter: `alertname="${named('Cause')}"` },
      });
      const { fingerprint } = (all.body as { fingerprint: string }[])[0] ?? { fingerprint: '' };
      expect(await list()).toMatchObject([
        { status: { state: 'suppressed', silencedBy: [], inhibitedBy: [fingerprint] } },
      ]);
      expect(await list({ inhibited: false })).toEqual([]);
      expect(await list({ active: false })).toHaveLength(1);
      await resolve(critical);
      await until(
        target(),
        () => of('Effect'),
        (seen) => seen.some(({ groupLabels }) => groupLabels['host'] === 'i'),
      );
      expect(await list()).toMatchObject([{ status: { state: 'active', inhibitedBy: [] } }]);
      await resolve(warning, elsewhere);
    });

    test('are never made of an end that comes while a silence covers the alert, which is listed no more', async () => {
      const [alone, one, two] = [
        labels('Hushed', { host: 'h' }),
        labels('Half', { host: 'h', n: '1' }),
        labels('Half', { host: 'h', n: '2' }),
      ];
      await post(...[alone, one, two].map((own) => ({ labels: own, endsAt: at(target(), 600) })));
      await count('Hushed', 1);
      await count('Half', 1);
      const ids: string[] = [];
      for (const own of [alone, one]) {
        const matchers = Object.entries(own).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
        const period = { startsAt: at(target(), -1), endsAt: at(target(), 600) };
        const body = { matchers, ...period, createdBy: 'contract', comment: 'test' };
        const answer = await target().wire.send('POST', '/api/v2/silences', { body });
        ids.push((answer.body as { silenceID: string }).silenceID);
      }
      const list = async (own: Record<string, string>): Promise<Json[]> => {
        const filter = Object.entries(own).map(([name, value]) => `${name}="${value}"`);
        const { body } = await target().wire.send('GET', '/api/v2/alerts', { query: { filter } });
        return body as Json[];
      };
      expect(await list(alone)).toMatchObject([{ status: { state: 'suppressed', silencedBy: [ids[0]] } }]);
      await resolve(alone, one);
      expect([...(await list(alone)), ...(await list(one))]).toEqual([]);
      await sleep(target().clock, 4500);
      for (const id of ids) await target().wire.send('DELETE', `/api/v2/silence/${id}`);
      // The group is told of again after the interval, without what was over.
      await count('Half', 2);
      await sleep(target().clock, 2500);
      expect(of('Hushed').map(({ status }) => status)).toEqual(['firing']);
      expect(of('Half').map(({ alerts }) => alerts.map(({ labels: { n }, status }) => `${n} ${status}`))).toEqual([
        ['1 firing', '2 firing'],
        ['2 firing'],
      ]);
      await resolve(two);
    });

    test('go where the routes lead, in as many groups', async () => {
      const routed = async (more: Record<string, string>): Promise<string[]> => {
        const own = labels('Route', { host: 'r', ...more });
        await post({ labels: own });
        const filter = Object.entries(own).map(([name, value]) => `${name}="${value}"`);
        const { body } = await target().wire.send('GET', '/api/v2/alerts', { query: { filter } });
        const [alert] = body as { receivers: { name: string }[] }[];
        return alert?.receivers.map(({ name }) => name) ?? [];
      };
      expect(await routed({ n: '1' })).toEqual(['hook']);
      expect(await routed({ n: '2', team: 'a' })).toEqual(['team', 'other']);
      expect(await routed({ n: '3', team: 'b' })).toEqual(['team']);
      expect(await routed({ n: '4', team: 'a', severity: 'page' })).toEqual(['other']);
      expect(await routed({ n: '5', team: 'ab' })).toEqual(['hook']);
      const groups = await target().wire.send('GET', '/api/v2/alerts/groups', {
        query: { filter: `alertname="${named('Route')}"` },
      });
      const seen = (groups.body as { labels: object; receiver: { name: string }; alerts: unknown[] }[]).map(
        (group) => `${Object.keys(group.labels).length} ${group.receiver.name} ${group.alerts.length}`,
      );
      expect(seen).toEqual(['2 hook 2', '2 other 2', '5 team 1', '5 team 1']);
    });

    test('are tried again after a 503 at once, after a 429 with the group’s next turn', async () => {
      for (const [status, alertname] of [
        [503, 'Refused503'],
        [429, 'Refused429'],
      ] as const) {
        target().refusals.set(named(alertname), status);
        await post({ labels: labels(alertname, { host: 'h' }), endsAt: at(target(), 600) });
        await count(alertname, 1);
        const refused = target().clock.now();
        await count(alertname, 2);
        const waited = target().clock.now() - refused;
        if (status === 503) expect(waited).toBeLessThan(1500);
        else expect(waited).toBeGreaterThan(1500);
        expect(of(alertname).map((payload) => payload.status)).toEqual(['firing', 'firing']);
        await sleep(target().clock, 2500);
        expect(of(alertname)).toHaveLength(2);
        await resolve(labels(alertname, { host: 'h' }));
      }
    });
  });
}

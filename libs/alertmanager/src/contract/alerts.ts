/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access,
   typescript/no-unsafe-argument -- answers are looked into as they come: their shape is what is under test */
import { afterAll, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { MARK, type TargetOf, at } from './contract-target.ts';
import type { Json } from './wire.ts';

/** Posting, merging, ending, filtering and grouping alerts. */
export function alertsContract(target: TargetOf): void {
  describe('alerts', () => {
    const posted: Json[] = [];
    const labels = (name: string, more: object = {}) => ({
      alertname: 'ContractAlert',
      [MARK]: name,
      // Its fingerprint is known beforehand.
      ...(name !== 'plain' && { run: target().run }),
      ...more,
    });
    const post = async (...alerts: Json[]) => {
      posted.push(...alerts);
      return target().wire.send('POST', '/api/v2/alerts', { body: alerts });
    };
    const list = async (name: string, query: Record<string, string | boolean> = {}): Promise<Json[]> => {
      const answer = await target().wire.send('GET', '/api/v2/alerts', {
        query: { filter: `${MARK}="${name}"`, ...query },
      });
      expect(answer.status).toBe(200);
      return answer.body as Json[];
    };

    afterAll(async () => {
      const endsAt = at(target(), -0.001);
      const startsAt = at(target(), -3600);
      await target().wire.send('POST', '/api/v2/alerts', {
        body: posted
          .filter((alert) => Object.keys(alert.labels ?? {}).length > 0)
          .map((alert) => ({ labels: alert.labels, startsAt, endsAt })),
      });
    });

    test('are told with every field, empty labels left out', async () => {
      const answer = await post({
        labels: labels('plain', { host: 'h1', empty: '' }),
        annotations: { summary: 'x', e: '' },
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toBeUndefined();
      const [alert, ...others] = await list('plain');
      expect(others).toEqual([]);
      expect(Object.keys(alert).sort()).toEqual(
        ['annotations', 'endsAt', 'fingerprint', 'labels', 'receivers', 'startsAt', 'status', 'updatedAt'].sort(),
      );
      expect(alert).toMatchObject({
        labels: labels('plain', { host: 'h1' }),
        annotations: { summary: 'x', e: '' },
        status: { state: 'active', silencedBy: [], inhibitedBy: [] },
        fingerprint: 'ed8ec293f8fc0931',
      });
      expect(alert.startsAt).toBe(alert.updatedAt);
      expect(Date.parse(alert.endsAt)).toBeGreaterThan(Date.parse(alert.startsAt));
      expect(alert.receivers.length).toBeGreaterThan(0);
    });

    test('are one where the labels are: the earliest start, the newest word', async () => {
      const startsAt = at(target(), -100);
      await post({ labels: labels('merge'), startsAt, endsAt: at(target(), 500), annotations: { a: '1' } });
      await post({
        labels: labels('merge'),
        startsAt: at(target(), -50),
        annotations: { b: '2' },
        generatorURL: 'http://x/',
      });
      const [alert] = await list('merge');
      expect(alert).toMatchObject({ startsAt, annotations: { b: '2' }, generatorURL: 'http://x/' });
    });

    test('that were given an end keep it when a later post names none, and lose it to the next', async () => {
      const endsAt = at(target(), 3600);
      await post({ labels: labels('end'), startsAt: at(target(), -10), endsAt });
      await sleep(target().clock, 5);
      await post({ labels: labels('end') });
      expect((await list('end'))[0].endsAt).toBe(endsAt);
      const earlier = at(target(), 1800);
      await post({ labels: labels('end'), startsAt: at(target(), -5), endsAt: earlier });
      expect((await list('end'))[0].endsAt).toBe(earlier);
    });

    test('are gone when they end, and begin anew afterwards', async () => {
      await post({ labels: labels('gone'), startsAt: at(target(), -10), endsAt: at(target(), 600) });
      await post({ labels: labels('gone'), startsAt: at(target(), -10), endsAt: at(target(), -1) });
      expect(await list('gone')).toEqual([]);
      await post({ labels: labels('gone') });
      const [alert] = await list('gone');
      expect(Date.parse(alert.startsAt)).toBeGreaterThan(target().clock.now() - 5000);
    });

    test('that have only an end begin there; one that begins later is listed already', async () => {
      const endsAt = at(target(), 300);
      await post({ labels: labels('future'), endsAt });
      expect((await list('future'))[0]).toMatchObject({ startsAt: endsAt, endsAt });
    });

    test.each([
      ['no labels', [{ labels: {} }], 400, 'at least one label pair required'],
      ['only empty labels', [{ labels: { a: '' } }], 400, 'at least one label pair required'],
      ['a bad name', [{ labels: { 'a b': 'x' } }], 400, 'invalid label set: invalid name "a b"'],
      [
        'a bad annotation',
        [{ labels: { a: 'x' }, annotations: { 'a b': 'x' } }],
        400,
        'invalid annotations: invalid name "a b"',
      ],
      [
        'an end before the start',
        [{ labels: { a: 'x' }, startsAt: '2031-01-01T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' }],
        400,
        'start time must be before end time',
      ],
      [
        'two faults',
        [{ labels: {} }, { labels: { 'a b': 'x' } }],
        400,
        'at least one label pair required; invalid label set: invalid name "a b"',
      ],
      [
        'nothing about labels',
        [{ labels: { a: 'x' } }, {}],
        422,
        { code: 602, message: '1.labels in body is required' },
      ],
    ])('are refused with %s', async (_, body, status, said) => {
      const answer = await target().wire.send('POST', '/api/v2/alerts', { body });
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual(said);
    });

    test('are taken where only others are bad', async () => {
      expect((await post({ labels: labels('good') }, { labels: {} })).status).toBe(400);
      expect(await list('good')).toHaveLength(1);
    });

    test('are silenced and told so, and filtered by it', async () => {
      await post({ labels: labels('silenced', { host: 'h1' }) }, { labels: labels('silenced', { host: 'h2' }) });
      const silence = await target().wire.send('POST', '/api/v2/silences', {
        body: {
          matchers: [
            { name: MARK, value: 'silenced', isRegex: false },
            { name: 'host', value: 'h[1x]', isRegex: true },
            { name: 'absent', value: '', isRegex: false },
            { name: 'host', value: 'h', isRegex: true, isEqual: false },
          ],
          startsAt: at(target(), -60),
          endsAt: at(target(), 60),
          createdBy: 'contract',
          comment: 'test',
        },
      });
      const id = silence.body.silenceID;
      const states = async (query: Record<string, string | boolean>): Promise<string[]> =>
        (await list('silenced', query))
          .map(
            (alert) =>
              `${alert.labels.host as string} ${alert.status.state as string} ${String(alert.status.silencedBy)}`,
          )
          .sort();
      expect(await states({})).toEqual([`h1 suppressed ${id as string}`, 'h2 active ']);
      expect(await states({ silenced: false })).toEqual(['h2 active ']);
      expect(await states({ active: false })).toEqual([`h1 suppressed ${id as string}`]);
      expect(await states({ inhibited: false })).toHaveLength(2);
      expect(await states({ unprocessed: false })).toHaveLength(2);
      expect(await states({ active: false, silenced: false })).toEqual([]);
      await target().wire.send('DELETE', `/api/v2/silence/${id as string}`);
      expect(await states({})).toEqual(['h1 active ', 'h2 active ']);
    });

    test('are listed by fingerprint and by receiver', async () => {
      await post(...[1, 2, 3, 4, 5].map((n) => ({ labels: labels('order', { n: String(n) }) })));
      const alerts = await list('order');
      const fingerprints = alerts.map(({ fingerprint }) => fingerprint as string);
      expect(fingerprints).toEqual([...fingerprints].sort());
      const receiver = alerts[0].receivers[0].name as string;
      expect(await list('order', { receiver })).toHaveLength(5);
      expect(await list('order', { receiver: `${receiver.slice(0, 1)}.*` })).toHaveLength(5);
      expect(await list('order', { receiver: receiver.slice(0, 1) })).toEqual([]);
      const bad = await target().wire.send('GET', '/api/v2/alerts', { query: { receiver: '(' } });
      expect(bad.status).toBe(400);
      expect(bad.body).toMatch(/^failed to parse receiver param: error parsing regexp: /);
    });

    test('are grouped', async () => {
      await post(...['h1', 'h2'].map((host) => ({ labels: labels('groups', { host, job: 'j' }) })));
      const read = async (query: Record<string, string | boolean> = {}) =>
        target().wire.send('GET', '/api/v2/alerts/groups', { query: { filter: `${MARK}="groups"`, ...query } });
      const { status, body } = await read();
      expect(status).toBe(200);
      for (const group of body as Json[]) expect(Object.keys(group).sort()).toEqual(['alerts', 'labels', 'receiver']);
      expect((body as Json[]).map((group) => group.labels as object)).toEqual([
        { alertname: 'ContractAlert', host: 'h1' },
        { alertname: 'ContractAlert', host: 'h2' },
      ]);
      const [one] = body[0].alerts;
      expect(one).toEqual((await list('groups')).find((alert) => alert.fingerprint === one.fingerprint));
      expect((await read({ active: false })).body).toEqual([]);
      expect((await read({ receiver: 'nobody' })).body).toEqual([]);
      expect((await read({ receiver: '(' })).status).toBe(400);
    });
  });
}

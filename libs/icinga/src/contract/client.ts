import { afterEach, describe, expect, test } from '@jest/globals';
import type { IcingaError } from '../errors.ts';
import type { TargetOf } from './contract-target.ts';

/** What the client makes of it. */
export function clientContract(target: TargetOf): void {
  const errorOf = (request: Promise<unknown>): Promise<IcingaError> =>
    request.then(
      (value) => Promise.reject(new Error(`it was answered: ${JSON.stringify(value)}`)),
      (error: unknown) => error as IcingaError,
    );
  describe('the client', () => {
    afterEach(async () => {
      await target().client.downtimes.removeOwn({});
    });

    test('finds hosts by name, wildcard, state and variable', async () => {
      const { hosts } = target().client;
      expect((await hosts.list()).map(({ name }) => name)).toEqual(['hv1', 'hv2', 'odd "name\\']);
      expect(await hosts.get('odd "name\\')).toMatchObject({ name: 'odd "name\\', state: 'PENDING', address: '' });
      expect((await hosts.list({ match: 'hv?', vars: { team: 'cloud' } })).map(({ name }) => name)).toEqual([
        'hv1',
        'hv2',
      ]);
      expect(await hosts.list({ match: 'hv*', vars: { team: 'other' } })).toEqual([]);
      // Never checked: neither up nor down.
      expect(await hosts.list({ name: 'hv2', state: 'DOWN' })).toEqual([]);
      expect(await hosts.get('hv2')).toMatchObject({
        displayName: 'hv2',
        address: '192.0.2.2',
        state: 'PENDING',
        stateType: 'soft',
        output: null,
        lastCheckAt: null,
        lastStateChangeAt: null,
        acknowledged: false,
        inDowntime: false,
        handled: false,
        groups: [],
        vars: { team: 'cloud' },
      });
      expect((await errorOf(hosts.get('none'))).code).toBe('ICINGA_NOT_FOUND');
    });

    test('finds services by state', async () => {
      const { client, wire } = target();
      const check = { type: 'Service', service: 'hv1!disk /', exit_status: 1, plugin_output: 'DISK WARNING' };
      await wire.act('process-check-result', check);
      const [found, ...more] = await client.services.list({ state: 'WARNING' });
      expect(more).toEqual([]);
      expect(found).toMatchObject({
        host: 'hv1',
        name: 'disk /',
        state: 'WARNING',
        stateType: 'hard',
        output: 'DISK WARNING',
      });
      expect(found?.lastCheckAt).toMatch(/^\d{4}-.*Z$/);
      expect(found?.lastStateChangeAt).toMatch(/^\d{4}-.*Z$/);
      expect(await client.services.list({ host: 'hv1', name: 'disk /', state: 'CRITICAL' })).toEqual([]);
      expect((await client.services.list({ host: 'hv1', match: '*s*' })).map(({ name }) => name)).toEqual([
        'disk /',
        'ssh',
      ]);
    });

    test('ensures a downtime once, and removes its own only', async () => {
      const { client, wire, clock } = target();
      const { downtimes } = client;
      const wanted = { host: 'hv1', comment: 'patch "it"', duration: 600 };
      const first = await downtimes.ensure(wanted);
      expect(first.outcome).toBe('scheduled');
      expect(first.downtimes.map(({ service }) => service).sort()).toEqual(['disk /', 'ssh', null].sort());
      const { endsAt } = first.downtimes[0] ?? { endsAt: '' };
      const again = await downtimes.ensure({ host: 'hv1', comment: 'patch "it"', endsAt });
      expect(again.outcome).toBe('reused');
      expect(again.downtimes.map(({ name }) => name).sort()).toEqual(first.downtimes.map(({ name }) => name).sort());

      const now = Math.floor(clock.now() / 1000);
      const other = {
        type: 'Host',
        host: 'hv1',
        author: 'somebody',
        comment: 'x',
        start_time: now,
        end_time: now + 60,
      };
      await wire.act('schedule-downtime', other);
      const removed = await downtimes.removeOwn({ host: 'hv1' });
      expect(removed).toHaveLength(3);
      expect((await downtimes.list({ host: 'hv1' })).map(({ author }) => author)).toEqual(['somebody']);
      expect(await downtimes.removeOwn({ host: 'hv1' })).toEqual([]);
      await wire.act('remove-downtime', { type: 'Host', host: 'hv1' });
    });

    test('schedules one of a service, and one that is flexible', async () => {
      const { downtimes } = target().client;
      const [name] = await downtimes.schedule({ host: 'hv1', service: 'disk /', comment: 'c', duration: 60 });
      expect(name).toMatch(/^hv1!disk \/!/);
      await downtimes.schedule({ host: 'hv1', services: 'none', comment: 'f', duration: 60, flexibleFor: 30 });
      const made = await downtimes.list({ host: 'hv1' });
      expect(made.sort((x, y) => (x.comment < y.comment ? -1 : 1))).toMatchObject([
        { service: 'disk /', comment: 'c', flexibleFor: null, author: 'contract', parent: null },
        { service: null, comment: 'f', flexibleFor: 30, triggeredAt: null, author: 'contract', parent: null },
      ]);
      expect(await downtimes.list({ host: 'hv1', service: null, comment: 'c' })).toEqual([]);
    });

    test('tells a missing permission, a wrong password and a missing host apart', async () => {
      const { client, clientOf } = target();
      const wanted = { host: 'hv1', comment: 'c', duration: 60 };
      const [reader, stranger] = [clientOf('reader', 'contract'), clientOf('root', 'wrong')];
      const forbidden = await errorOf(reader.downtimes.schedule(wanted));
      expect([forbidden.code, forbidden.serviceMessage]).toEqual([
        'ICINGA_FORBIDDEN',
        'No objects found. Error: Missing permission: actions/schedule-downtime',
      ]);
      expect((await errorOf(stranger.hosts.list())).code).toBe('ICINGA_UNAUTHORIZED');
      const missing = await errorOf(client.downtimes.schedule({ ...wanted, host: 'none' }));
      expect([missing.code, missing.serviceMessage]).toEqual([
        'ICINGA_NOT_FOUND',
        'No objects found. Error: Object does not exist.',
      ]);
      reader.close();
      stranger.close();
    });
  });
}

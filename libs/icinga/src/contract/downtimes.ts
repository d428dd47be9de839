/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import type { Json } from './wire.ts';

const OPTIONS = "Options 'start_time', 'end_time', 'author' and 'comment' are required";
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** What the actions do. */
export function downtimesContract(target: TargetOf): void {
  const now = () => Math.floor(target().clock.now() / 1000);
  const given = (more: Json = {}) => ({
    author: 'wire',
    comment: 'c',
    start_time: now(),
    end_time: now() + 600,
    ...more,
  });
  const schedule = (more: Json) => target().wire.act('schedule-downtime', { ...given(), ...more });
  const kept = async (): Promise<Json[]> =>
    (await target().wire.query('downtimes', { filter: 'downtime.author == "wire"' })).body.results;
  describe('a downtime', () => {
    afterEach(async () => {
      for (const { name } of await kept()) await target().wire.act('remove-downtime', { downtime: name });
    });

    test('of a host and its services', async () => {
      const { status, body } = await schedule({ type: 'Host', host: 'hv1', all_services: true });
      expect(status).toBe(200);
      expect(body.results).toHaveLength(1);
      const [{ code, name, status: said, service_downtimes: services }] = body.results;
      expect(code).toBe(200);
      expect(name).toMatch(new RegExp(`^hv1!${UUID}$`));
      expect(said).toBe(`Successfully scheduled downtime '${name}' for object 'hv1'.`);
      expect(services.map((one: Json) => one.name.replace(/[^!]*$/, '')).sort()).toEqual(['hv1!disk /!', 'hv1!ssh!']);

      const all = await kept();
      expect(all).toHaveLength(3);
      const own = all.find((one) => one.name === name);
      expect(own.type).toBe('Downtime');
      expect(own.attrs).toMatchObject({
        __name: name,
        name: name.slice('hv1!'.length),
        host_name: 'hv1',
        service_name: '',
        author: 'wire',
        comment: 'c',
        fixed: true,
        duration: 0,
        parent: '',
        scheduled_by: '',
        type: 'Downtime',
      });
      expect(own.attrs.end_time - own.attrs.start_time).toBe(600);
      expect(own.attrs.trigger_time).toBeGreaterThanOrEqual(own.attrs.start_time as number);
      const child = all.find((one) => one.attrs.service_name === 'ssh');
      expect(child.attrs.parent).toBe(name);

      const { body: hosts } = await target().wire.query('hosts', { filter: 'host.name == "hv1"' });
      expect(hosts.results[0].attrs.downtime_depth).toBe(1);
      const removed = await target().wire.act('remove-downtime', { downtime: name });
      expect(removed.body.results).toEqual([
        { code: 200, status: `Successfully removed downtime '${name}' and 2 child downtimes.` },
      ]);
      expect(await kept()).toEqual([]);
    });

    test('of services by a filter hits those of every host', async () => {
      const { body } = await schedule({ type: 'Service', filter: 'service.name == "ssh"' });
      const objects = body.results.map(({ status }: Json) => status.replace(/^.* for object /, '')).sort();
      expect(objects).toEqual(["'hv1!ssh'.", "'hv2!ssh'."]);
    });

    test('of nobody by name: of everybody', async () => {
      const { body } = await schedule({ type: 'Host' });
      expect(body.results).toHaveLength(3);
    });

    test('that is over, or ends before it begins, is scheduled all the same', async () => {
      const over = await schedule({ type: 'Host', host: 'hv2', start_time: now() - 600, end_time: now() - 1 });
      expect(over.status).toBe(200);
      const odd = await schedule({ type: 'Host', host: 'hv2', start_time: now() + 600, end_time: now() + 1 });
      expect(odd.status).toBe(200);
    });

    test('in the future is not in effect', async () => {
      await schedule({ type: 'Host', host: 'hv2', start_time: now() + 300 });
      expect((await kept()).map(({ attrs }) => attrs.trigger_time)).toEqual([0]);
      const { body } = await target().wire.query('hosts', { filter: 'host.name == "hv2"' });
      expect(body.results[0].attrs.downtime_depth).toBe(0);
    });

    test('that is flexible waits for a problem', async () => {
      const { wire } = target();
      const missing = await schedule({ type: 'Service', service: 'hv2!ssh', fixed: false });
      expect([missing.status, missing.body.results]).toEqual([
        400,
        [{ code: 400, status: "Option 'duration' is required for flexible downtime" }],
      ]);
      await wire.act('process-check-result', {
        type: 'Service',
        service: 'hv2!ssh',
        exit_status: 0,
        plugin_output: 'fine',
      });
      await schedule({ type: 'Service', service: 'hv2!ssh', fixed: false, duration: 60 });
      expect((await kept()).map(({ attrs }) => [attrs.fixed, attrs.duration, attrs.trigger_time])).toEqual([
        [false, 60, 0],
      ]);
      await wire.act('process-check-result', {
        type: 'Service',
        service: 'hv2!ssh',
        exit_status: 2,
        plugin_output: 'broken',
      });
      expect((await kept())[0].attrs.trigger_time).toBeGreaterThan(0);
      const { body } = await wire.query('services', { filter: 'service.host_name == "hv2"' });
      expect(body.results[0].attrs).toMatchObject({ state: 2, problem: true, handled: true, downtime_depth: 1 });
      expect(body.results[0].attrs.last_check_result.output).toBe('broken');
    });

    test.each<[string, Json, number, Json]>([
      ['without a comment', { comment: undefined, host: 'hv2' }, 400, { results: [{ code: 400, status: OPTIONS }] }],
      ['of an unknown host', { host: 'none' }, 404, { error: 404, status: 'No objects found.' }],
      ['of what no host passes', { filter: 'host.name == "none"' }, 500, { results: [] }],
    ])('%s is refused', async (_, more, status, expected) => {
      const { comment, ...rest } = { ...given(), type: 'Host', ...more };
      const answer = await target().wire.act('schedule-downtime', comment === undefined ? rest : { ...rest, comment });
      expect([answer.status, answer.body]).toEqual([status, expected]);
    });

    test('removed by its host goes with those of every author', async () => {
      const { wire } = target();
      for (const author of ['wire', 'somebody']) await schedule({ type: 'Host', host: 'hv2', author });
      const { body } = await wire.act('remove-downtime', { type: 'Host', host: 'hv2', author: 'wire' });
      expect(body.results).toEqual([
        { code: 200, status: "Successfully removed all downtimes for object 'hv2' and 0 child downtimes." },
      ]);
      const left = await wire.query('downtimes', { filter: 'downtime.host_name == "hv2"' });
      expect(left.body.results).toEqual([]);
    });

    test('that is not there cannot be removed', async () => {
      const { wire } = target();
      const named = await wire.act('remove-downtime', { downtime: 'hv2!none', verbose: true });
      expect([named.status, named.body.status]).toEqual([404, 'No objects found.']);
      expect(named.body.diagnostic_information).toMatch(/^Error: Object does not exist\.\n\n/);
      const filtered = await wire.act('remove-downtime', { type: 'Downtime', filter: 'downtime.author == "none"' });
      expect([filtered.status, filtered.body]).toEqual([500, { results: [] }]);
    });
  });
}

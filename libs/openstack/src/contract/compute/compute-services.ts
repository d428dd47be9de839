/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';

const KEYS = ['binary', 'disabled_reason', 'host', 'id', 'state', 'status', 'updated_at', 'zone'];

/** Compute services: shapes, filters, and what switching them does. */
export function computeServicesContract(target: TargetOf): void {
  describe('a compute service', () => {
    let id = '';
    const find = async () => {
      const { body } = await target().admin.nova('GET', `/os-services?host=${target().host}&binary=nova-compute`);
      return body.services[0];
    };
    const put = (body: object, version?: string) =>
      target().admin.nova('PUT', `/os-services/${id}`, { body, ...(version !== undefined && { version }) });

    beforeAll(async () => {
      id = (await find()).id;
    });
    afterAll(async () => {
      await put({ status: 'enabled', forced_down: false });
    });

    test('is listed with its state, filtered by host and binary', async () => {
      const service = await find();
      expect(keysOf(service)).toEqual([...KEYS, 'forced_down'].sort());
      expect(service).toMatchObject({
        binary: 'nova-compute',
        host: target().host,
        status: 'enabled',
        state: 'up',
        disabled_reason: null,
        forced_down: false,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      });
      const none = await target().admin.nova('GET', '/os-services?host=no-such-host');
      expect(none.body).toEqual({ services: [] });
      const all = await target().admin.nova('GET', '/os-services?host=');
      expect(all.body.services.length).toBeGreaterThan(3);
      const unknown = await target().admin.nova('GET', '/os-services?foo=1');
      expect(unknown.status).toBe(400);
      expect(unknown.body.badRequest.message).toBe("Additional properties are not allowed ('foo' was unexpected)");
    });

    test('has a number for an id before 2.53, and no forced_down in 2.1', async () => {
      const { admin, host } = target();
      const path = `/os-services?host=${host}&binary=nova-compute`;
      const oldest = await admin.nova('GET', path, { version: '2.1' });
      expect(keysOf(oldest.body.services[0])).toEqual(KEYS);
      const older = await admin.nova('GET', path, { version: '2.52' });
      expect(older.body.services[0].id).toEqual(expect.any(Number));
      expect(older.body.services[0].forced_down).toBe(false);
    });

    test('is disabled with a reason; again without one, the reason is forgotten; enabled it has none', async () => {
      const disabled = await put({ status: 'disabled', disabled_reason: 'contract' });
      expect(disabled.status).toBe(200);
      expect(disabled.body.service).toMatchObject({ status: 'disabled', state: 'up', disabled_reason: 'contract' });
      expect(await find()).toMatchObject({ status: 'disabled', disabled_reason: 'contract' });
      const again = await put({ status: 'disabled' });
      expect(again.body.service).toMatchObject({ status: 'disabled', disabled_reason: null });
      await put({ status: 'disabled', disabled_reason: 'contract' });
      const enabled = await put({ status: 'enabled' });
      expect(enabled.body.service).toMatchObject({ status: 'enabled', disabled_reason: null });
    });

    test('is down at once when forced, and its hypervisor too', async () => {
      const down = await put({ forced_down: true });
      expect(down.body.service).toMatchObject({ state: 'down', forced_down: true, status: 'enabled' });
      const path = `/os-hypervisors/detail?hypervisor_hostname_pattern=${target().host}`;
      const { body } = await target().admin.nova('GET', path);
      expect(body.hypervisors[0]).toMatchObject({ state: 'down', status: 'enabled', uptime: null });
      const up = await put({ forced_down: false });
      expect(up.body.service).toMatchObject({ state: 'up', forced_down: false });
    });

    test.each([
      [{}, "No updates were requested. Fields 'status' or 'forced_down' should be specified."],
      [{ disabled_reason: 'x' }, "No updates were requested. Fields 'status' or 'forced_down' should be specified."],
      [{ status: 'enabled', disabled_reason: 'x' }, "Specifying 'disabled_reason' with status 'enabled' is invalid."],
      [
        { status: 'off' },
        "Invalid input for field/attribute status. Value: off. 'off' is not one of ['enabled', 'disabled']",
      ],
      [
        { status: 'disabled', disabled_reason: '' },
        "Invalid input for field/attribute disabled_reason. Value: . '' is too short",
      ],
      [{ host: 'a', binary: 'b' }, "Additional properties are not allowed ('binary', 'host' were unexpected)"],
    ])('refuses %j', async (body, message) => {
      const answer = await put(body);
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest.message).toBe(message);
    });

    test('has a reason of at most 255 letters', async () => {
      const answer = await put({ status: 'disabled', disabled_reason: 'x'.repeat(256) });
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest.message).toMatch(/is too long$/);
    });

    test('is not found by a wrong id', async () => {
      const { admin } = target();
      const zero = '00000000-0000-0000-0000-000000000000';
      const unknown = await admin.nova('PUT', `/os-services/${zero}`, { body: { status: 'enabled' } });
      expect(unknown.status).toBe(404);
      expect(unknown.body.itemNotFound.message).toBe(`Service ${zero} could not be found.`);
      const number = await admin.nova('PUT', '/os-services/12', { body: { status: 'enabled' } });
      expect(number.status).toBe(400);
      expect(number.body.badRequest.message).toBe('Invalid uuid 12');
    });

    test('is switched by host and binary before 2.53', async () => {
      const { admin, host } = target();
      const service = { host, binary: 'nova-compute' };
      const send = (verb: string, more: object = {}) =>
        admin.nova('PUT', `/os-services/${verb}`, { version: '2.52', body: { ...service, ...more } });
      expect((await send('disable')).body).toEqual({ service: { ...service, status: 'disabled' } });
      const reasoned = await send('disable-log-reason', { disabled_reason: 'contract' });
      expect(reasoned.body).toEqual({ service: { ...service, status: 'disabled', disabled_reason: 'contract' } });
      expect(await find()).toMatchObject({ disabled_reason: 'contract' });
      expect((await send('enable')).body).toEqual({ service: { ...service, status: 'enabled' } });
      const lost = await send('enable', { host: 'no-such-host' });
      expect(lost.status).toBe(404);
      expect(lost.body.itemNotFound.message).toBe("Host 'no-such-host' is not mapped to any cell");
    });
  });
}

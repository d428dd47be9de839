import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { StackStormHouse } from '../testing/stackstorm-house.ts';

const HOOK = 'POST /api/v1/webhooks/st2';

let house: StackStormHouse;
beforeEach(async () => {
  house = new StackStormHouse();
  await house.open();
});
afterEach(() => house.close());

/** Each event once in StackStorm, each rule's execution once, each run once, and each change once in the cloud. */
async function expectEachOnce(count: number): Promise<void> {
  const { sim, cloud } = house;
  const events = await house.events();
  expect(events.map(({ state }) => state.state)).toEqual(Array.from({ length: count }, () => 'emitted'));
  const ids = events.map(({ event }) => event.id).sort();
  const told = sim.triggerInstances.filter(({ trigger }) => trigger === 'opsbook.alert');
  expect(told.map(({ payload }) => payload['event']).sort()).toEqual(ids);
  expect(sim.enforcements.map(({ status }) => status)).toEqual(events.map(() => 'succeeded'));

  const runs = await house.runs();
  const asked = events.map(({ event: { id, status, payload } }) => {
    return `${id}: compute-service.${status === 'firing' ? 'disable' : 'enable'} ${payload.labels.instance}, done`;
  });
  const done = runs.map(
    ({ runbook, status, input, requestedBy }) => `${requestedBy.trace}: ${runbook} ${input.hypervisor}, ${status}`,
  );
  expect(done.sort()).toEqual(asked.sort());
  const results = sim.executions.map(({ id, status, result }) => {
    const { ok, run } = (result as { stdout: { ok: boolean; run: string } }).stdout;
    return { id, status, ok, run };
  });
  const expected = runs.map(({ id, requestedBy }) => ({
    id: requestedBy.execution,
    status: 'succeeded',
    ok: true,
    run: id,
  }));
  const byId = (a: { run: string }, b: { run: string }) => a.run.localeCompare(b.run);
  expect(results.sort(byId)).toEqual(expected.sort(byId));

  // Nova is asked again for the same, by the same request id, where the connection broke.
  const changes = cloud.requests.filter(({ method }) => method === 'PUT');
  expect(new Set(changes.map(({ headers }) => headers['x-openstack-request-id'])).size).toBe(count);
  expect(changes).toHaveLength(count + 1);
}

test('with StackStorm away for a minute, a 401 midway and answers that are lost: nothing is lost, nothing is done twice', async () => {
  const { sim } = house;
  await house.post({ host: 'hv1' }, { host: 'hv2' });
  await house.settled(2);
  expect(Object.keys(house.disabled()).sort()).toEqual(['hv1', 'hv2']);

  sim.downFor(60);
  await house.post({ host: 'hv1', status: 'resolved' }, { host: 'hv3' });
  await house.pass(50);
  expect(sim.executions).toHaveLength(2);
  await house.settled(4);
  expect(Object.keys(house.disabled()).sort()).toEqual(['hv2', 'hv3']);

  sim.fault.next(HOOK, { status: 401, body: { faultstring: 'Unauthorized' } }, { times: 2 });
  sim.fault.next(HOOK, { cut: 'after' });
  house.cloud.fault.next('PUT /compute/**', { cut: 'after' });
  await house.post({ host: 'hv2', status: 'resolved' }, { host: 'hv4' });
  await house.settled(6);
  // What would come twice has come by then.
  await house.pass(300);

  expect(Object.keys(house.disabled()).sort()).toEqual(['hv3', 'hv4']);
  await expectEachOnce(6);
  expect(house.logs.join('')).toContain('STACKSTORM_UNAVAILABLE');
  expect(house.logs.join('')).toContain('STACKSTORM_UNAUTHORIZED');
});

import { expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { ActionInStackStorm } from '../testing/action-in-stackstorm.ts';

const LIGHT = { name: 'house.light', params: { cloud: 'home' } };

/** The first execution that is no question: the action's own. */
const own = ({ sim }: ActionInStackStorm): string => sim.executions[0]?.id ?? '';

test('an execution that is cancelled in StackStorm stops the run and undoes, by who cancelled it', async () => {
  const st2 = await ActionInStackStorm.start();
  // More rooms than five seconds light.
  for (const room of ['loft', 'porch']) st2.host.house.lamps.set(room, 'off');
  const acting = st2.act(LIGHT);
  await st2.host.later(4, () => st2.as('linus').executions.cancel(own(st2)));
  const { code, result } = await acting;
  expect({ code, result }).toMatchObject({ code: 1, result: { ok: false, status: 'cancelled' } });
  expect(result.error).toMatchObject({ code: 'CANCELLED', message: 'linus stopped it: cancelled in StackStorm' });
  expect(result.undone?.length).toBeGreaterThan(0);
  expect(Object.fromEntries(st2.host.house.lamps)).toMatchObject({ hall: 'off', attic: 'on', porch: 'off' });
});

test('so does one that waits for people, and asks them no more', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act({
    ...{ name: 'hall.ask-first', params: { approvers: ['ann'] } },
    context: { channel: '#ops' },
  });
  await st2.host.later(20, () => st2.as('linus').executions.cancel(own(st2)));
  expect((await acting).result).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
  expect(st2.inquiries).toEqual(['ann: abandoned']);
  expect(st2.chat).toHaveLength(1);
});

test.each([
  ['away', { cut: 'before' }],
  ['refusing', { status: 401, body: { faultstring: 'Unauthorized' } }],
] as const)('a StackStorm that is %s cancels nothing, and one note says so', async (_, fault) => {
  const st2 = await ActionInStackStorm.start();
  for (const room of ['loft', 'porch', 'shed']) st2.host.house.lamps.set(room, 'off');
  st2.sim.fault.always('GET /api/v1/executions/*', fault);
  const { code, err } = await st2.act(LIGHT);
  expect(code).toBe(0);
  expect(err.match(/A cancel in StackStorm is not noticed now/g)).toHaveLength(1);
});

test('what ends within five seconds asks StackStorm nothing', async () => {
  const st2 = await ActionInStackStorm.start();
  for (const room of st2.host.house.lamps.keys()) st2.host.house.lamps.set(room, 'on');
  const { code } = await st2.act(LIGHT);
  // The one request began the action.
  expect({ code, requests: st2.sim.requests.length }).toEqual({ code: 0, requests: 1 });
});

test('what was cancelled while it was planned does not begin', async () => {
  const st2 = await ActionInStackStorm.start();
  const { host, clock } = st2;
  const { connect } = host.house;
  let plans = 0;
  host.house.connect = (context) => {
    const services = connect(context);
    const rooms = async () => {
      plans += 1;
      if (plans <= 2) await sleep(clock, 60_000);
      return await services.rooms();
    };
    return { ...services, rooms };
  };
  const { out } = await host.opsbook('plan house.light cloud=home --json');
  const { hash: planHash } = JSON.parse(out) as { hash: string };
  const acting = st2.act({ ...LIGHT, planHash });
  await host.later(20, () => st2.as('linus').executions.cancel(own(st2)));
  const { code, result } = await acting;
  expect({ code, result }).toMatchObject({ code: 1, result: { status: 'cancelled', changed: false } });
  expect(host.house.requests.filter((one) => one.startsWith('turn'))).toEqual([]);
});

test('a cancel while StackStorm was away is noticed when it is back', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act({ name: 'hall.ask-first', params: { approvers: ['ann'] } });
  await st2.host.later(1, async () => {
    await st2.as('linus').executions.cancel(own(st2));
    st2.sim.downFor(60);
  });
  expect((await acting).result).toMatchObject({ status: 'cancelled' });
  expect(st2.inquiries).toEqual(['ann: abandoned']);
});

test('who may not look does not look again', async () => {
  const st2 = await ActionInStackStorm.start();
  for (let room = 0; room < 20; room += 1) st2.host.house.lamps.set(`room ${room}`, 'off');
  st2.sim.fault.always('GET /api/v1/executions/*', { status: 403, body: { faultstring: 'not permitted' } });
  expect((await st2.act(LIGHT)).code).toBe(0);
  expect(st2.sim.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
});

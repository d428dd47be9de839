import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { explain, engineRuns, storyText } from '@opsbook/triggers';
import { type Death, StackStormSite } from './stackstorm-site.test-support.ts';

const HOOK = 'POST /api/v1/webhooks/st2';
const ALL = ['a firing', 'a resolved', 'b firing', 'b resolved', 'c firing', 'd firing'];

let site: StackStormSite;
beforeEach(async () => {
  site = new StackStormSite();
  await site.install();
});
afterEach(() => site.end());

/** Alerts while StackStorm is there, is away for a minute, does not know us any more, and does not say that it has taken one. */
async function hardTimes(): Promise<void> {
  const { sim } = site;
  await site.add({ host: 'a' }, { host: 'b' });
  await site.pass(12);
  sim.downFor(60);
  await site.add({ host: 'a', status: 'resolved' }, { host: 'c' });
  await site.pass(70);
  sim.fault.next(HOOK, { status: 401, body: { faultstring: 'Unauthorized' } }, { times: 2 });
  sim.fault.next(HOOK, { cut: 'after' });
  await site.add({ host: 'b', status: 'resolved' }, { host: 'd' });
}

async function settled(): Promise<void> {
  await site.until(() => site.store.counts({}).emitted === ALL.length);
  await site.until(() => site.sim.executions.every(({ status }) => status === 'succeeded'));
  await site.pass(120);
}

/** Each event is in StackStorm once, has led to one execution and one run, and those of a host came in their order. */
function expectEachOnce(): void {
  const { store, sim } = site;
  const ids = store.list({ first: 'oldest' }).map(({ event }) => event.id);
  expect(sim.executions.map(({ parameters }) => String(parameters['event'])).sort()).toEqual([...ids].sort());
  const told = sim.triggerInstances.filter(({ trigger }) => trigger === 'opsbook.alert');
  expect(told.map(({ payload }) => String(payload['event'])).sort()).toEqual([...ids].sort());
  const done = site.executions();
  expect([...done].sort()).toEqual(ALL);
  for (const host of ['a', 'b']) expect(done.indexOf(`${host} firing`)).toBeLessThan(done.indexOf(`${host} resolved`));
  expect([...site.mended].sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'd']);
  for (const { result, status } of sim.executions) {
    expect({ result, status }).toMatchObject({ status: 'succeeded', result: { stdout: { ok: true } } });
  }
}

describe('event, trigger, rule, action, result', () => {
  it('with StackStorm down for a minute, a 401, and an answer that was lost: nothing lost, nothing twice', async () => {
    await site.begin();
    await hardTimes();
    await settled();
    expectEachOnce();
    expect(site.logs.join()).toContain('STACKSTORM_UNAUTHORIZED');
    expect(site.clock.now() - Date.parse('2030-01-01T00:00:00Z')).toBeGreaterThan(60_000);
  });

  const deaths = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((write) =>
    (['before', 'after'] as const).map((when) => ({ write, when })),
  );
  it.each<Death>(deaths)('the process dies $when its write $write', async (death) => {
    const isDead = await site.begin(death);
    const reborn = (async () => {
      await site.until(isDead);
      await site.stop();
      await site.begin();
    })();
    await hardTimes();
    await reborn;
    await settled();
    expectEachOnce();
  });
});

describe('an event', () => {
  it('that was handed over says so, with its trace', async () => {
    await site.begin();
    await site.add({ host: 'a' });
    await site.until(() => site.store.counts({}).emitted === 1);
    const [stored] = site.store.list({});
    const id = stored?.event.id ?? '';
    expect(stored?.state).toEqual({ state: 'emitted', trigger: 'opsbook.alert', traceTag: id });
    const story = await explain({ store: site.store, runs: engineRuns(site.engine, site.clock) }, id);
    expect(storyText(story)).toContain(`handed to StackStorm as opsbook.alert: st2 trace list --trace-tag ${id}`);
    await site.until(() => site.sim.executions.length === 1);
    expect(await site.client().traces.executionsOf(id)).toEqual([site.sim.executions[0]?.id]);
  });

  it('that a rule of ours matches stays here, where the rules are asked first', async () => {
    await site.begin(undefined, 'first');
    await site.add({ host: 'a' }, { host: 'b', labels: { here: 'yes' } });
    await site.until(() => site.store.counts({}).received === 0);
    expect(site.states()).toEqual(['a firing: emitted', 'b firing: ran']);
  });

  it('that StackStorm does not take is rejected, and keeps none of the others back', async () => {
    const refused = { status: 400, body: { faultstring: 'Trigger payload validation failed' } };
    site.sim.fault.next(HOOK, refused);
    await site.begin();
    await site.add({ host: 'a' }, { host: 'a', status: 'resolved' });
    await site.until(() => site.store.counts({}).received === 0);
    expect(site.states()).toEqual(['a firing: rejected', 'a resolved: emitted']);
  });

  it('waits until the pack is installed, and others do not wait for it', async () => {
    const types = site.client().triggerTypes;
    await types.delete('opsbook.alert');
    await site.begin();
    await site.add({ host: 'a' });
    await site.pass(300);
    expect(site.states()).toEqual(['a firing: received']);
    site.sim.addTriggerType('opsbook.alert');
    await site.until(() => site.store.counts({}).emitted === 1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { testSite } from '../site.test-support.ts';
import { findMonitoredObjects } from './find-objects.ts';
import { removeDowntime } from './remove.ts';
import { scheduleDowntime } from './schedule.ts';

const start = async () => {
  const site = await testSite({ icinga: true });
  for (const host of ['hv1', 'hv2']) site.icinga.addHost(host, { vars: { team: 'cloud' } });
  site.icinga.addHost('db1', { vars: { team: 'data' } });
  site.icinga.addService('hv1', 'ssh', { vars: { team: 'cloud' } });
  site.icinga.addService('hv2', 'ssh', { vars: { team: 'cloud' } });
  return site;
};
const input = { host: 'hv1', comment: 'new disk', duration: '2d' };
const HOUR = 3_600_000;

let site: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  site = await start();
});
afterEach(() => site.stop());

const downtimes = () => site.icinga.downtimes.map(({ host, service, author }) => `${host}!${service} ${author}`).sort();
const theirs = () =>
  site
    .connect({ guard: unrestricted, clock: site.clock })
    .icinga()
    .downtimes.schedule({ host: 'hv1', services: 'none', comment: 'mine', duration: 3600 });
const at = (hours: number) => new Date(site.clock.now() + hours * HOUR).toISOString();

describe('scheduling', () => {
  it('covers the host and its services, and tells what it made', async () => {
    const run = await site.run(scheduleDowntime, input);
    expect(downtimes()).toEqual(['hv1! opsbook', 'hv1!ssh opsbook']);
    expect(run.output).toMatchObject({ host: 'hv1', service: null, comment: `new disk (run ${run.id})` });
  });

  it('covers one service of one host, or the host only', async () => {
    await site.run(scheduleDowntime, { ...input, service: 'ssh' });
    expect(downtimes()).toEqual(['hv1!ssh opsbook']);
    await site.run(scheduleDowntime, { ...input, host: 'hv2', hostOnly: true });
    expect(downtimes()).toEqual(['hv1!ssh opsbook', 'hv2! opsbook']);
  });

  it('makes nothing twice, takes a time with its zone, and may be flexible', async () => {
    const wish = {
      host: 'hv1',
      comment: 'new disk',
      start: at(1),
      until: at(5).replace('Z', '+00:00'),
      flexibleFor: 600,
    };
    const run = await site.run(scheduleDowntime, wish);
    expect(site.icinga.downtimes[0]).toMatchObject({ fixed: false, duration: 600 });
    expect(run.output).toMatchObject({ endsAt: at(5) });
    expect(await site.run(scheduleDowntime, wish)).toMatchObject({ status: 'done', changed: false });
    expect(await site.run(scheduleDowntime, { ...wish, until: at(9) })).toMatchObject({ changed: true });
  });

  it('is planned without making anything, and fails for a host that is not there', async () => {
    expect(await site.plan(scheduleDowntime, input)).toMatchObject({ changes: 1 });
    expect(downtimes()).toEqual([]);
    expect(await site.run(scheduleDowntime, { ...input, host: 'hv9' })).toMatchObject({
      status: 'failed',
      error: { code: 'ICINGA_NOT_FOUND' },
    });
  });

  it('refuses a bad input with all of its faults', () => {
    const { error } = scheduleDowntime.input.safeParse({ host: '', comment: '', start: '1/2/30', flexibleFor: 0 });
    expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual([
      'comment',
      'duration',
      'flexibleFor',
      'host',
      'start',
    ]);
    expect(scheduleDowntime.input.safeParse({ host: 'hv1', comment: 'x' }).error?.issues[0]?.message).toMatch(
      /one of them/,
    );
  });

  it('is refused where it ends before it begins', async () => {
    const { duration: _, ...wish } = { ...input, start: at(5), until: at(4) };
    expect(await site.run(scheduleDowntime, wish)).toMatchObject({
      status: 'refused',
      error: { message: `the end is to be after the begin: ${wish.until} is not after ${wish.start}` },
    });
  });

  it('is taken back by a cancel', async () => {
    await theirs();
    const run = await cancelledAfter(site, scheduleDowntime, input);
    expect(run.undone).toMatchObject([{ path: 'downtime', outcome: 'undone' }]);
    expect(site.icinga.downtimes.map(({ comment }) => comment)).toEqual(['mine']);
  });

  it('is left alone by a cancel where another run counts on it, which is said', async () => {
    const run = await cancelledAfter(site, scheduleDowntime, input, () => {
      void site
        .connect({ guard: unrestricted, clock: site.clock })
        .icinga()
        .downtimes.schedule({ host: 'hv1', comment: 'new disk (run other-1)', duration: 5 * 86_400 });
    });
    expect(run.undone).toMatchObject([
      { outcome: 'kept', why: expect.stringMatching(/^another run has made one until /) },
    ]);
    expect(new Set(site.icinga.downtimes.map(({ comment }) => comment))).toEqual(new Set(['new disk (run other-1)']));
  });

  it('is of one run at a time for each host, however the Icinga is named', () => {
    const services = site.connect({ guard: unrestricted, clock: site.clock });
    const targets = [
      scheduleDowntime.targets?.(scheduleDowntime.input.parse(input), services),
      scheduleDowntime.targets?.(
        scheduleDowntime.input.parse({ ...input, icinga: 'default', service: 'ssh' }),
        services,
      ),
      removeDowntime.targets?.(removeDowntime.input.parse({ host: 'hv1' }), services),
    ];
    expect(targets).toEqual([['icinga/default/hv1'], ['icinga/default/hv1'], ['icinga/default/hv1']]);
  });

  it('ends the same however its process dies', async () => {
    const result = await crashEverywhere({
      runbooks: [scheduleDowntime],
      input,
      stride: crashStride(3),
      world: async () => {
        const own = await start();
        const effects = () => own.icinga.downtimes.map(({ service }) => `downtime ${service}`);
        return { clock: own.clock, connect: own.connect, state: () => 0, effects, close: () => own.stop() };
      },
    });
    expect(result.undisturbed.effects).toHaveLength(2);
    expect(result.different).toEqual([]);
  });
});

describe('removing', () => {
  it('removes what runs have made, and names and leaves the rest', async () => {
    await site.run(scheduleDowntime, input);
    await theirs();
    expect(await site.plan(removeDowntime, { host: 'hv1' })).toMatchObject({ changes: 1 });
    const run = await site.run(removeDowntime, { host: 'hv1' });
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(run.output).toMatchObject({ removed: [{ host: 'hv1', service: null }], kept: [{ comment: 'mine' }] });
    expect(site.icinga.downtimes.map(({ comment }) => comment)).toEqual(['mine']);
    expect(await site.run(removeDowntime, { host: 'hv1' })).toMatchObject({ status: 'done', changed: false });
  });

  it('removes only what one run has made, of one service', async () => {
    const one = await site.run(scheduleDowntime, { ...input, service: 'ssh' });
    await site.run(scheduleDowntime, { ...input, comment: 'other', hostOnly: true });
    await site.run(removeDowntime, { host: 'hv1', service: 'ssh', run: one.id });
    expect(downtimes()).toEqual(['hv1! opsbook']);
  });

  it('fails where Icinga refuses, and leaves them; a bad input is refused', async () => {
    await site.run(scheduleDowntime, input);
    const body = { error: 403, status: 'no permission' };
    site.icinga.fault.always('POST /v1/actions/remove-downtime', { status: 403, body });
    expect((await site.run(removeDowntime, { host: 'hv1' })).status).toBe('failed');
    expect(downtimes()).toHaveLength(2);
    const { error } = removeDowntime.input.safeParse({ host: '', run: 'a b' });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['host', 'run']);
  });

  it('ends the same however its process dies', async () => {
    const result = await crashEverywhere({
      runbooks: [removeDowntime],
      input: { host: 'hv1' },
      stride: crashStride(3),
      world: async () => {
        const own = await start();
        await own.run(scheduleDowntime, input);
        const state = () => own.icinga.downtimes.length;
        return { clock: own.clock, connect: own.connect, state, effects: () => [], close: () => own.stop() };
      },
    });
    expect(result.undisturbed).toMatchObject({ status: 'done', state: 0 });
    expect(result.different).toEqual([]);
  });
});

describe('finding', () => {
  const found = async (what: object) => {
    const run = await site.run(findMonitoredObjects, what);
    const { found: list } = run.output as { found: { name: string; host: string; state: string }[] };
    return list.map(({ host, name, state }) => `${host} ${name} ${state}`);
  };

  it('finds hosts by pattern and variable, and services by state', async () => {
    site.icinga.check('hv1', 'ssh', 2, 'no route to host');
    expect(await found({ name: 'HV*', vars: { team: 'cloud' } })).toEqual(['hv1 hv1 PENDING', 'hv2 hv2 PENDING']);
    expect(await found({ kind: 'service', state: 'CRITICAL' })).toEqual(['hv1 ssh CRITICAL']);
    expect(await found({ kind: 'service', host: 'hv2' })).toEqual(['hv2 ssh PENDING']);
    expect(await found({ name: 'nothing*' })).toEqual([]);
  });

  it('refuses a state that the kind does not have, and fails where Icinga does', async () => {
    const { error } = findMonitoredObjects.input.safeParse({ kind: 'host', state: 'OK', host: 'hv1' });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['state', 'host']);
    site.icinga.fault.next('POST /v1/objects/hosts', { status: 403, body: { error: 403, status: 'no' } });
    expect((await site.run(findMonitoredObjects, {})).status).toBe('failed');
  });
});

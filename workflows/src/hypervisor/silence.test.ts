import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { testSite } from '../site.test-support.ts';
import { silenceHypervisor } from './silence.ts';
import { silenceMatchers } from './silence-matchers.ts';
import type { QuietReport } from './silence-report.ts';
import { unsilenceHypervisor } from './unsilence.ts';

const config = { clouds: { test: { icinga: 'default' } } };
const start = async (more: object = {}) => {
  const site = await testSite({ alertmanager: true, icinga: true, config: { ...config, ...more } });
  site.icinga.addHost('hv1');
  site.icinga.addService('hv1', 'ssh');
  return site;
};
const input = { cloud: 'test', hypervisor: 'hv1', comment: 'new disk', duration: '3h 30m' };

let site: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  site = await start();
});
afterEach(() => site.stop());

const active = () => site.alertmanager.silences.filter(({ endsAt }) => endsAt.at > site.clock.now());
const matchers = () => active().map((one) => one.matchers.map(({ name, value }) => `${name}=${value}`).join());
const HOUR = 3_600_000;
const theirs = (endsAt: number, comment = 'mine') =>
  site
    .connect({ guard: unrestricted, clock: site.clock })
    .alertmanager()
    .silences.create({
      matchers: 'instance="hv1"',
      createdBy: 'bob',
      comment,
      endsAt: new Date(endsAt).toISOString(),
    });

describe('silencing', () => {
  it('makes a silence for each label and a downtime, and tells their ids and ends', async () => {
    const began = site.clock.now();
    const run = await site.run(silenceHypervisor, input);
    const report = run.output as QuietReport & { endsAt: string };
    expect(matchers()).toEqual(['instance=hv1', 'hostname=hv1']);
    expect(report.silences.map(({ id }) => id)).toEqual(active().map(({ id }) => id));
    expect(report.silences[0]).toMatchObject({ createdBy: 'opsbook', comment: `new disk (run ${run.id})` });
    expect(Math.round((Date.parse(report.endsAt) - began) / 60_000)).toBe(210);
    // The host, and the service that goes with it.
    expect(site.icinga.downtimes.map(({ service }) => service).sort()).toEqual(['', 'ssh']);
    expect(report.downtimes.map(({ name }) => name)).toEqual([expect.stringMatching(/^hv1!/)]);
  });

  it('makes nothing twice, and makes longer what ends too early', async () => {
    const until = new Date(site.clock.now() + 4 * HOUR).toISOString();
    const wish = { cloud: 'test', hypervisor: 'hv1', comment: 'new disk', until };
    await site.run(silenceHypervisor, wish);
    expect(await site.run(silenceHypervisor, wish)).toMatchObject({ status: 'done', changed: false });
    await site.run(silenceHypervisor, { ...wish, until: new Date(site.clock.now() + 9 * HOUR).toISOString() });
    expect(active().map(({ endsAt }) => Math.round((endsAt.at - site.clock.now()) / HOUR))).toEqual([9, 9]);
  });

  it('is planned without making anything', async () => {
    const plan = await site.plan(silenceHypervisor, input);
    expect(plan).toMatchObject({ changes: 3 });
    expect([active(), site.icinga.downtimes]).toEqual([[], []]);
  });

  it('refuses a bad input with all of its faults, and an end that is over', async () => {
    const faults = (more: object) =>
      silenceHypervisor.input.safeParse({ ...input, ...more }).error?.issues.map(({ path }) => path.join('.'));
    expect(faults({ comment: ' ', duration: 'banana5d' })).toEqual(['comment', 'duration']);
    for (const duration of ['1.5d', '12h 3d', '-2d', '0', '5d 5d', '', '400d'])
      expect(faults({ duration })).toEqual(['duration']);
    expect(faults({ until: '2030-01-01T00:00:00Z' })).toEqual(['duration']);
    expect(faults({ duration: undefined })).toEqual(['duration']);
    expect(faults({ duration: undefined, until: '2030-01-01 10:00' })).toEqual(['until']);
    const over = await site.run(silenceHypervisor, {
      ...input,
      duration: undefined,
      until: '2020-01-01T00:00:00+01:00',
    });
    expect(over).toMatchObject({
      status: 'refused',
      error: { message: expect.stringContaining('2020-01-01T00:00:00+01:00 is not after ') },
    });
  });

  it('fails midway without losing what it made, and a second run makes the rest', async () => {
    site.alertmanager.fault.next('POST /api/v2/silences', { status: 400, body: '"no"' }, { after: 1 });
    expect((await site.run(silenceHypervisor, input)).status).toBe('failed');
    expect(matchers()).toEqual(['instance=hv1']);
    expect((await site.run(silenceHypervisor, input)).status).toBe('done');
    expect(matchers()).toEqual(['instance=hv1', 'hostname=hv1']);
  });

  it('leaves what a person made as it is, and stands beside it until the cancel', async () => {
    const { id } = await theirs(site.clock.now() + HOUR);
    const run = await cancelledAfter(site, silenceHypervisor, input, () => expect(active()).toHaveLength(3));
    expect(run.undone?.map(({ path, outcome }) => `${path} ${outcome}`)).toEqual([
      'downtime undone',
      'silence 2 undone',
      'silence 1 undone',
    ]);
    expect(active().map((one) => one.id)).toEqual([id]);
    expect(site.icinga.downtimes).toEqual([]);
  });

  it('takes the silence of a person that lasts as long', async () => {
    const { id } = await theirs(site.clock.now() + 9 * HOUR);
    const run = await site.run(silenceHypervisor, input);
    expect((run.output as QuietReport).silences[0]).toMatchObject({ id, createdBy: 'bob' });
    expect(active()).toHaveLength(2);
  });

  it('says at a cancel by what it stays silent: an earlier run, or a person meanwhile', async () => {
    await site.run(silenceHypervisor, { ...input, duration: '1h' });
    const run = await cancelledAfter(site, silenceHypervisor, input, () => void theirs(site.clock.now() + 9 * HOUR));
    expect(run.undone?.map(({ path, outcome, why }) => `${path} ${why ?? outcome}`)).toEqual([
      'downtime undone',
      expect.stringMatching(/^silence 2 it is silent until .* by .* of opsbook, which this run did not make$/),
      expect.stringMatching(/^silence 1 it is silent until .* by .*, which this run did not make$/),
    ]);
    expect(active()).toHaveLength(3);
  });

  it('makes one anew where the one to be made longer is gone in that moment', async () => {
    await site.run(silenceHypervisor, { ...input, duration: '1h' });
    site.alertmanager.fault.next('GET /api/v2/silence/*', { status: 404 });
    expect(await site.run(silenceHypervisor, input)).toMatchObject({ status: 'done' });
    expect(matchers()).toEqual(['instance=hv1', 'hostname=hv1', 'instance=hv1']);
  });

  it('follows the configuration: other labels, values and expressions; nothing to silence is refused', async () => {
    expect(
      silenceMatchers('hv1.example', [
        { label: 'node', value: '{hypervisor}:9100', regex: false },
        { label: 'instance', value: '{hypervisor}(:[0-9]+)?', regex: true },
      ]),
    ).toEqual([
      { name: 'node', operator: '=', value: 'hv1.example:9100' },
      { name: 'instance', operator: '=~', value: 'hv1\\.example(:[0-9]+)?' },
    ]);
    const bare = await testSite({});
    expect((await bare.run(silenceHypervisor, input)).error?.message).toMatch(/neither alertmanager nor/);
    await bare.stop();
  });

  it('ends the same however its process dies', async () => {
    const result = await crashEverywhere({
      runbooks: [silenceHypervisor],
      input,
      stride: crashStride(15),
      world: async () => {
        const own = await start();
        return {
          clock: own.clock,
          connect: own.connect,
          state: () => own.alertmanager.silences.length,
          effects: () => [
            ...own.alertmanager.silences.map(({ matchers: list }) => list[0]?.name ?? ''),
            ...own.icinga.downtimes.map(({ service }) => `downtime ${service}`),
          ],
          close: () => own.stop(),
        };
      },
    });
    expect(result.undisturbed).toMatchObject({ status: 'done', state: 2 });
    expect(result.different).toEqual([]);
  });
});

describe('lifting', () => {
  it('ends what runs have made, and names and leaves what people made', async () => {
    await site.run(silenceHypervisor, input);
    // Copied from one of a run.
    const { id } = await theirs(site.clock.now() + HOUR, 'new disk (run a-1)');
    const run = await site.run(unsilenceHypervisor, { cloud: 'test', hypervisor: 'hv1' });
    expect(run).toMatchObject({ status: 'done', changed: true });
    const { lifted, kept } = run.output as { lifted: QuietReport; kept: QuietReport };
    expect([lifted.silences.length, lifted.downtimes.length]).toEqual([2, 1]);
    expect(kept).toEqual({ silences: [expect.objectContaining({ id, createdBy: 'bob' })], downtimes: [] });
    expect(active().map((one) => one.id)).toEqual([id]);
    expect(site.icinga.downtimes).toEqual([]);
    expect(await site.run(unsilenceHypervisor, { cloud: 'test', hypervisor: 'hv1' })).toMatchObject({ changed: false });
  });

  it('ends the silences although Icinga does not answer', async () => {
    await site.run(silenceHypervisor, input);
    site.icinga.fault.always('POST /v1/objects/downtimes', { status: 403, body: { error: 403, status: 'no' } });
    const run = await site.run(unsilenceHypervisor, { cloud: 'test', hypervisor: 'hv1' });
    expect(run).toMatchObject({ status: 'failed', error: { code: 'ICINGA_FORBIDDEN' } });
    expect(active()).toEqual([]);
  });

  it('ends only what the given run has made', async () => {
    const made = await site.run(silenceHypervisor, input);
    const other = await site.run(unsilenceHypervisor, { cloud: 'test', hypervisor: 'hv1', run: 'x-1' });
    expect(other).toMatchObject({ status: 'done', changed: false });
    await site.run(unsilenceHypervisor, { cloud: 'test', hypervisor: 'hv1', run: made.id });
    expect(active()).toEqual([]);
  });

  it('is planned without lifting anything, and leaves the rest where one fails', async () => {
    await site.run(silenceHypervisor, input);
    const target = { cloud: 'test', hypervisor: 'hv1' };
    expect((await site.plan(unsilenceHypervisor, target)).changes).toBe(2);
    expect(active()).toHaveLength(2);
    site.alertmanager.fault.next('DELETE /api/v2/silence/*', { status: 400, body: '"no"' }, { after: 1 });
    expect((await site.run(unsilenceHypervisor, target)).status).toBe('failed');
    expect(active()).toHaveLength(1);
    expect((await site.run(unsilenceHypervisor, target)).status).toBe('done');
    expect(active()).toEqual([]);
  });

  it('ends the same however its process dies', async () => {
    const result = await crashEverywhere({
      runbooks: [unsilenceHypervisor],
      input: { cloud: 'test', hypervisor: 'hv1' },
      stride: crashStride(12),
      world: async () => {
        const own = await start();
        await own.run(silenceHypervisor, input);
        return {
          clock: own.clock,
          connect: own.connect,
          state: () => own.icinga.downtimes.length,
          effects: () => own.alertmanager.silences.map(({ endsAt }) => `${endsAt.at > own.clock.now()}`),
          close: () => own.stop(),
        };
      },
    });
    expect(result.undisturbed).toMatchObject({ status: 'done', state: 0, effects: ['false', 'false'] });
    expect(result.different).toEqual([]);
  });
});

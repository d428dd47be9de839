import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock, sleep } from '@opsbook/context';
import { askFor, others, processOf, says } from './approvals.test-support.ts';
import { memoryEngine } from './embedded/memory-engine.ts';
import { MemoryStore } from './embedded/memory-store.ts';
import type { Engine } from './engine.ts';
import type { RunRecord } from './run-record.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { ann, engineOf, switchOn, toyRun, until } from './testing/toy-runbooks.ts';

const HOUR = 3_600_000;
const tooLate = {
  code: 'NOT_APPROVED',
  message: expect.stringMatching(/^nobody approved it within 1 h: Run switch\.on/) as unknown,
};

let cloud: ToyCloud;
let disk: MemoryStore;
let engine: Engine;

beforeEach(() => {
  cloud = new ToyCloud();
  disk = new MemoryStore();
  engine = processOf(cloud, disk, [{ ...others, expires: 3600 }]);
});

describe('the time for an approval', () => {
  it('counts from when the run was asked for, not from when it was begun', async () => {
    const id = await askFor(engine, cloud);
    await sleep(cloud.clock, HOUR - 60_000);
    expect(await (await engine.execute(id)).ended).toMatchObject({
      status: 'refused',
      endedAt: '2030-01-01T01:00:00.000Z',
      error: tooLate,
    });
  });

  it('passes while nobody executes the run, and a later answer says so', async () => {
    const id = await askFor(engine, cloud);
    await sleep(cloud.clock, HOUR);
    await expect(says(engine, id, 'bob')).rejects.toMatchObject({
      code: 'ANSWER_REFUSED',
      message: expect.stringContaining('its time was over at 2030-01-01T01:00:00.000Z') as unknown,
    });
    expect(await (await engine.execute(id)).ended).toMatchObject({ status: 'refused', error: tooLate });
    expect(cloud.effects).toEqual([]);
  });

  it('is kept by a yes in time, however late the run is executed', async () => {
    const id = await askFor(engine, cloud);
    await sleep(cloud.clock, HOUR - 1);
    await says(engine, id, 'bob');
    await sleep(cloud.clock, 24 * HOUR);
    expect(await (await engine.execute(id)).ended).toMatchObject({ status: 'done' });
  });

  it('does not get longer when the clock is set back', async () => {
    const id = await askFor(engine, cloud);
    const clock = new VirtualClock('2029-12-25T00:00:00.000Z');
    const { connect } = cloud;
    const earlier = memoryEngine({ runbooks: [switchOn], version: 'test', connect, clock, store: disk });
    expect(await (await earlier.execute(id)).ended).toMatchObject({
      status: 'refused',
      endedAt: '2029-12-25T01:00:00.000Z',
      error: tooLate,
    });
  });

  it('lets the queue end what nobody approved', async () => {
    const id = await askFor(engine, cloud, { queued: true });
    await sleep(cloud.clock, HOUR);
    const work = engine.work({ concurrency: 1 });
    await until(async () => (await engine.get(id)).endedAt !== undefined);
    await work.stop();
    expect(await engine.get(id)).toMatchObject({ status: 'refused', requestedBy: ann, error: tooLate });
  });

  it('is a day where only whoever asks for the run wants it approved, and outlives the process', async () => {
    const rulesOf = (approvalExpires?: number) => {
      const { connect, clock } = cloud;
      const options = { runbooks: [switchOn], version: 'test', connect, clock, store: disk };
      return memoryEngine({ ...options, ...(approvalExpires !== undefined && { approvalExpires }) });
    };
    const day = await askFor(rulesOf(), cloud, { approval: 'required', queued: true });
    const minute = await askFor(rulesOf(90), cloud, { approval: 'required', queued: true });
    const asked = (until: string) => [{ path: '#approval', requesterMay: true, count: 1, until }];
    expect(await rulesOf().questions(day)).toMatchObject(asked('2030-01-02T00:00:00.000Z'));
    expect(await rulesOf().questions(minute)).toMatchObject(asked('2030-01-01T00:01:30.000Z'));
    await sleep(cloud.clock, 24 * HOUR - 2000);
    const work = rulesOf().work({ concurrency: 1 });
    await sleep(cloud.clock, 4000);
    await work.stop();
    const ended = { status: 'refused', error: { code: 'NOT_APPROVED' } };
    const within = (time: string) => ({ error: { message: expect.stringContaining(`within ${time}:`) as unknown } });
    expect(await rulesOf().get(day)).toMatchObject({ ...ended, ...within('24 h') });
    expect(await rulesOf().get(minute)).toMatchObject({ ...ended, ...within('90 s') });
    expect(cloud.effects).toEqual([]);
  });

  it('is a day, too, for a run of an opsbook that let it wait for ever', async () => {
    const old = engineOf(cloud, [switchOn], disk);
    const record = await old.get(await askFor(old, cloud));
    const waiting: RunRecord = { ...record, id: 'old', root: 'old', approval: 'required' };
    await disk.insertRun(waiting);
    expect(await old.questions('old')).toMatchObject([{ until: '2030-01-02T00:00:00.000Z' }]);
    await sleep(cloud.clock, 24 * HOUR);
    expect(await (await old.execute('old')).ended).toMatchObject({
      status: 'refused',
      endedAt: '2030-01-02T00:00:00.000Z',
    });
  });

  it('of what the runbook itself asks passes while nobody executes it, too', async () => {
    const own = engineOf(cloud, [toyRun((ctx) => ctx.ask('Reboot?', { timeout: 60 }))], disk);
    const { id } = await own.start({ runbook: 'toy.test', input: {}, requestedBy: ann });
    const release = cloud.clock.hold();
    const execution = await own.execute(id);
    await until(() => execution.standsStill);
    expect(await own.questions(id)).toMatchObject([
      { path: '#ask:1', requesterMay: false, missing: 1, until: '2030-01-01T00:01:00.000Z' },
    ]);
    await execution.suspend();
    release();
    await sleep(cloud.clock, 60_000);
    await expect(says(own, id, 'bob', { path: '#ask:1' })).rejects.toMatchObject({
      code: 'ANSWER_REFUSED',
      message: expect.stringContaining('its time was over at 2030-01-01T00:01:00.000Z') as unknown,
    });
    expect(await (await own.execute(id)).ended).toMatchObject({ status: 'refused', error: { code: 'NOT_APPROVED' } });
  });
});

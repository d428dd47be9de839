import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { absent } from '../index.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { diedAfter, engineOf, play, toyRun, turnOn } from '../testing/toy-runbooks.ts';

describe('ensure', () => {
  it('changes what is absent, waits until it is so, and leaves alone what is', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('b', 'on');
    const { run, events } = await play(cloud, async (ctx) =>
      ctx.each('all', ['a', 'b'], { key: (name) => name, concurrency: 2 }, (step, name) => turnOn(step, name)),
    );
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(run.output).toMatchObject({
      changed: 1,
      unchanged: 1,
      items: [
        { key: 'a', status: 'changed', value: 'on' },
        { key: 'b', status: 'unchanged' },
      ],
    });
    expect(cloud.effects).toEqual(['a on']);
    expect(
      events.filter((e) => e.type === 'step' && e.path === 'all/a/on').map((e) => 'status' in e && e.status),
    ).toEqual(['started', 'changing', 'changed']);
  });

  it('waits for what is under way without changing it again', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('a', 'turning');
    void sleep(cloud.clock, 5000).then(() => cloud.switches.set('a', 'on'));
    const { run } = await play(cloud, (ctx) => turnOn(ctx, 'a'));
    expect(run).toMatchObject({ status: 'done', output: 'on', changed: false });
    expect(cloud.effects).toEqual([]);
  });

  it('goes on to look when the answer to a change never came, and does not change twice', async () => {
    const cloud = new ToyCloud();
    const error = { code: 'CUT', kind: 'unavailable', message: 'cut', outcomeUnknown: true };
    cloud.trouble.push({ call: 'turn', error, afterEffect: true });
    const { run } = await play(cloud, (ctx) => turnOn(ctx, 'a'));
    expect(run).toMatchObject({ status: 'done', output: 'on', changed: true });
    expect(cloud.effects).toEqual(['a on']);
  });

  it('asks again when half a minute shows no effect of a change without an answer', async () => {
    const cloud = new ToyCloud();
    cloud.trouble.push({
      call: 'turn',
      error: { code: 'CUT', kind: 'unavailable', message: 'cut', outcomeUnknown: true },
    });
    const { run } = await play(cloud, (ctx) => turnOn(ctx, 'a'));
    expect(run).toMatchObject({ status: 'done' });
    expect(cloud.effects).toEqual(['a on']);
  });

  it('waits out trouble that may pass, and ends at once at trouble that does not', async () => {
    const cloud = new ToyCloud();
    const busy = { code: 'BUSY', kind: 'unavailable', message: 'busy' };
    for (let i = 0; i < 3; i += 1) cloud.trouble.push({ call: 'get', error: busy });
    expect((await play(cloud, (ctx) => turnOn(ctx, 'a'))).run.status).toBe('done');
    cloud.trouble.push({ call: 'get', error: { code: 'NO', kind: 'forbidden', message: 'no' } });
    expect((await play(cloud, (ctx) => turnOn(ctx, 'b'))).run).toMatchObject({
      status: 'failed',
      error: { code: 'NO', kind: 'forbidden' },
    });
  });

  it('fails when it does not become so in time', async () => {
    const cloud = new ToyCloud();
    const { run } = await play(cloud, (ctx) =>
      ctx.ensure('never', {
        check: async () => absent(),
        change: () => ctx.services.turn('a', 'on'),
        assume: null,
        timeout: 30,
      }),
    );
    expect(run).toMatchObject({ status: 'failed', error: { code: 'TIMED_OUT', kind: 'timeout' } });
  });

  it('gives a change its whole time, however long the run was interrupted before it', async () => {
    const cloud = new ToyCloud();
    const body = toyRun((ctx) => turnOn(ctx, 'a'));
    const { id, disk } = await diedAfter(cloud, body, 'on#check');
    await sleep(cloud.clock, 86_400_000);
    const run = await (await engineOf(cloud, [body], disk).execute(id)).ended;
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(cloud.effects).toEqual(['a on']);
  });
});

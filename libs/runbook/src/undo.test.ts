import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { absent, done, keep } from './index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { begin, bob, engineOf, toyRun, turnOn } from './testing/toy-runbooks.ts';

describe('a cancelled run', () => {
  it('undoes what this run changed, the latest first, and reports what it kept or could not undo', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('there', 'on');
    const half = toyRun(async (ctx) => {
      for (const name of ['there', 'a', 'b'])
        await ctx.each(name, [name], { key: (n) => n }, (step, n) => turnOn(step, n));
      await ctx.ensure('kept', {
        check: async () => (cloud.mails.length > 0 ? done(1) : absent()),
        change: () => ctx.services.mail('x'),
        undo: async () => keep('somebody reads it'),
        assume: 1,
      });
      await ctx.sleep(3600);
      await ctx.read('never', () => ctx.services.names());
    });
    const engine = engineOf(cloud, [half]);
    const { id, ended } = await begin(engine);
    void sleep(cloud.clock, 600_000).then(() => engine.cancel(id, bob, 'enough'));
    const run = await ended;
    expect(run).toMatchObject({
      status: 'cancelled',
      cancel: { by: { user: 'bob' }, reason: 'enough' },
      undone: [
        { path: 'kept', outcome: 'kept', why: 'somebody reads it' },
        { path: 'b/b/on', outcome: 'undone' },
        { path: 'a/a/on', outcome: 'undone' },
      ],
    });
    expect(run.endedAt! < '2030-01-01T00:30').toBe(true);
    expect(Object.fromEntries(cloud.switches)).toEqual({ there: 'on', a: 'off', b: 'off' });
    expect(await engine.leases()).toEqual([]);
    const trail = await engine.audit({ run: id, kind: ['undone'] });
    expect(trail.map(({ path, details }) => ({ path, ...(details as object) }))).toEqual(run.undone);
  });

  it('tries an undo again while its failure may pass, and reports the one that does not', async () => {
    const cloud = new ToyCloud();
    const two = toyRun(async (ctx) => {
      for (const name of ['a', 'b']) await ctx.each(name, [name], { key: (n) => n }, (step, n) => turnOn(step, n));
      await ctx.sleep(3600);
    });
    const engine = engineOf(cloud, [two]);
    const { id, ended } = await begin(engine);
    await sleep(cloud.clock, 600_000);
    cloud.trouble.push({ call: 'turn b off', error: { code: 'NO', kind: 'forbidden', message: 'not allowed' } });
    for (let i = 0; i < 3; i += 1)
      cloud.trouble.push({ call: 'turn a off', error: { code: 'BUSY', kind: 'unavailable', message: 'busy' } });
    await engine.cancel(id, bob, 'enough');
    expect((await ended).undone).toEqual([
      { path: 'b/b/on', outcome: 'failed', why: 'not allowed' },
      { path: 'a/a/on', outcome: 'undone' },
    ]);
    expect(cloud.switches.get('a')).toBe('off');
  });
});

import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { absent, done, underway, keep } from './index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { begin, bob, engineOf, toyRun, turnOn } from './testing/toy-runbooks.ts';

describe('cancel', () => {
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
  });

  it('waits for a change under way, or aborts it where the step says how', async () => {
    for (const abort of [false, true]) {
      const cloud = new ToyCloud();
      const slow = toyRun((ctx) =>
        ctx.ensure('slow', {
          check: async () => {
            const s = await ctx.services.get('a');
            return s === 'on' ? done(s) : s === 'turning' ? underway() : absent();
          },
          change: () => ctx.services.turn('a', 'on', 600),
          ...(abort && {
            abort: async () => {
              await ctx.services.mail('abort');
              cloud.switches.set('a', 'off');
            },
          }),
          assume: 'on',
          timeout: 3600,
        }),
      );
      const engine = engineOf(cloud, [slow]);
      const { id, ended } = await begin(engine);
      void sleep(cloud.clock, 60_000).then(() => engine.cancel(id, bob, 'enough'));
      expect(await ended).toMatchObject({ status: 'cancelled' });
      expect(cloud.switches.get('a')).toBe(abort ? 'off' : 'on');
    }
  });
});

import * as z from 'zod';
import { absent, done, underway } from '../look.ts';
import { skip } from '../outcomes.ts';
import type { CrashOptions, World } from './crash-everywhere.ts';
import { type Toy, ToyCloud } from './toy-cloud.ts';
import { bob, runbook, switchOn, turnOn } from './toy-runbooks.ts';

/** A runbook with every verb, nested lanes, children ({@link switchOn}) and a stretch without a safe point. */
export const everything = runbook({
  name: 'switch.on-all',
  summary: 'Turn all on, with every verb',
  risk: 'safe',
  input: z.object({}),
  output: z.looseObject({}),
  targets: () => ['all'],
  run: async (ctx) => {
    const [names, at] = await Promise.all([ctx.read('names', () => ctx.services.names()), ctx.now()]);
    const report = await ctx.each(
      'switches',
      names,
      { key: (name) => name, concurrency: 2, maxFailures: 9 },
      async (step, name) => {
        if (name === 'keep') skip('it is kept');
        const halves = await step.each(
          'halves',
          ['left', 'right'],
          { key: (half) => half, concurrency: 2 },
          (own, half) => turnOn(own, `${name}-${half}`),
        );
        return { child: await step.run(switchOn, { name }), halves: halves.changed };
      },
    );
    await ctx.sleep(1);
    await ctx.uninterrupted(async (step) => {
      await step.once('mail', () => step.services.mail(`done ${step.uuid() === step.uuid()}`), {
        assume: 0,
        find: async () => ((await step.services.mails()).length > 0 ? done(1) : absent()),
      });
      await step.waitUntil('all on', async () => ((await step.services.get('a')) === 'on' ? done(true) : underway()), {
        assume: true,
      });
    });
    await ctx.ask('Is it bright?', { approvers: ['bob'] });
    ctx.log('over', { at: at !== '' });
    return { changed: report.changed, skipped: report.skipped };
  },
});

const bobSaysYes: NonNullable<World<Toy>['onWrite']> = async (engine, id) => {
  const [open] = await engine.questions(id);
  if (open === undefined) return;
  await engine.answer(id, { path: open.path, decision: 'approved', by: bob });
};

/** What to crash on a store of one's own: a run with every verb, on a toy cloud where bob answers its question. */
export const everyVerb: Pick<CrashOptions<Toy>, 'runbooks' | 'input' | 'world'> = {
  runbooks: [everything, switchOn],
  input: {},
  world: () => {
    const cloud = new ToyCloud();
    for (const name of ['a', 'b', 'keep']) cloud.switches.set(name, 'off');
    return {
      clock: cloud.clock,
      connect: cloud.connect,
      state: () => [[...cloud.switches].sort(), cloud.mails.length],
      effects: () => cloud.effects,
      onWrite: bobSaysYes,
    };
  },
};

import { type AnyRunbook, type RunContext, absent, done, failed, skip, underway } from '@opsbook/runbook';
import type { Effects } from './effects-file.ts';

/** How a run is meant to end. */
export type Fate = 'done' | 'rejected' | 'failing' | 'cancelled' | 'contended';

export interface StoryInput {
  fate: Fate;
  items: string[];
  /** What it must have for itself; contended runs share a few. */
  target: string;
}

type Step = RunContext<Effects>;

const anything = { safeParse: (data: unknown) => ({ success: true, data }) };
const key = (item: string) => item;

/** What an effect leaves in the file, and what its undo does. */
export const made = (run: string, what: string): string => `${run} made ${what}`;
export const undone = (run: string, what: string): string => `${run} undone ${what}`;

/** An effect that can be looked at and taken back. */
function make(step: Step, name: string, what: string): Promise<unknown> {
  const { has, add } = step.services;
  const [line, gone] = [made(step.id, what), undone(step.id, what)];
  return step.ensure(name, {
    check: async () => ((await has(line)) && !(await has(gone)) ? done(line) : absent()),
    change: () => add(line),
    undo: () => add(gone),
    assume: line,
    every: 0.1,
  });
}

/** An effect that is not taken back; `find` tells whether it took place. */
function send(step: Step, name: string, what: string, find: boolean): Promise<unknown> {
  const { has, add } = step.services;
  const line = made(step.id, what);
  const look = async () => ((await has(line)) ? done(line) : absent());
  return step.once(name, () => add(line), { assume: line, ...(find && { find: look }) });
}

const runbook = (parts: Pick<AnyRunbook<Effects>, 'name' | 'summary' | 'run'>): AnyRunbook<Effects> => ({
  risk: 'safe',
  input: anything,
  output: anything,
  targets: ({ target }: { target: string }) => [target],
  ...parts,
});

const chapter = runbook({
  name: 'chaos.chapter',
  summary: 'A child: two effects and a wait',
  run: async (ctx) => {
    await make(ctx, 'first', 'first');
    await ctx.sleep(0.03);
    await send(ctx, 'letter', 'letter', true);
    return ctx.uuid();
  },
});

const story = runbook({
  name: 'chaos.story',
  summary: 'Every verb, with effects that can be counted',
  run: async (ctx, { fate, items }: StoryInput) => {
    const began = Date.parse(await ctx.now());
    const report = await ctx.each('items', items, { key, concurrency: 2, maxFailures: 1 }, async (step, item) => {
      if (item === 'none') skip('there is none');
      const halves = await step.each('halves', ['left', 'right'], { key, concurrency: 2 }, (own, half) =>
        make(own, 'half', `${item}-${half}`),
      );
      await step.sleep(0.05);
      const child = (await step.run(chapter, { target: `${ctx.id}/${item}` })) as string;
      return { changed: halves.changed, child };
    });
    await send(ctx, 'letter', 'letter', true);
    const later = async () => Promise.resolve(Date.now() - began > 300 ? done() : underway());
    await ctx.waitUntil('later', later, { assume: undefined, every: 0.1, timeout: 600 });
    // Nobody can look whether this one took place: after a crash a person has to say.
    await ctx.uninterrupted((step) => send(step, 'mail', 'mail', false));
    await ctx.ask('Go on?', { approvers: ['bob'] });
    if (fate === 'failing')
      await ctx.waitUntil('hopeless', async () => Promise.resolve(failed('no way back')), { assume: 1 });
    await make(ctx, 'last', 'last');
    ctx.log('over');
    return { changed: report.changed, skipped: report.skipped };
  },
});

export const chaosRunbooks = [story, chapter];

/** The effects of a run that nothing stopped, as paths below it: those of its children stand under the item. */
export function effectsOf({ fate, items }: StoryInput): { own: string[]; children: string[]; each: string[] } {
  const real = items.filter((item) => item !== 'none');
  const own = [...real.flatMap((item) => [`${item}-left`, `${item}-right`]), 'letter', 'mail'];
  if (fate !== 'rejected' && fate !== 'failing') own.push('last');
  return { own, children: real, each: ['first', 'letter'] };
}

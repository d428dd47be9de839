import * as z from 'zod';
import { type AnyRunbook, defineRunbook } from '../define-runbook.ts';
import { memoryEngine } from '../embedded/memory-engine.ts';
import { MemoryStore } from '../embedded/memory-store.ts';
import type { RunStore } from '../embedded/run-store.ts';
import type { Engine } from '../engine.ts';
import { absent, done, underway } from '../look.ts';
import type { RunContext } from '../run-context.ts';
import { crashingStore } from './crashing-store.ts';
import { overrideStore } from './override-store.ts';
import { planOnce, runOnce } from './run-once.ts';
import type { Toy, ToyCloud } from './toy-cloud.ts';

/** Binds runbooks to the toy cloud. */
export const runbook = defineRunbook<Toy>();

export const ann = { user: 'ann', surface: 'test' };
export const bob = { user: 'bob', surface: 'test' };

/** Turns a switch on and waits until it is; a cancel turns it off again. */
export const turnOn = (step: RunContext<Toy>, name: string, as = 'on'): Promise<unknown> =>
  step.ensure(as, {
    check: async () => {
      const state = await step.services.get(name);
      return state === 'on' ? done(state) : state === 'turning' ? underway() : absent();
    },
    change: () => step.services.turn(name, 'on'),
    undo: () => step.services.turn(name, 'off'),
    assume: 'on',
    every: 1,
    timeout: 60,
  });

/** One switch, as a runbook of its own: for children. */
export const switchOn = runbook({
  name: 'switch.on',
  summary: 'Turn one switch on',
  risk: 'safe',
  input: z.object({ name: z.string() }),
  output: z.object({ state: z.string() }),
  targets: ({ name }) => [`switch/${name}`],
  run: async (ctx, { name }) => ({ state: (await turnOn(ctx, name)) as string }),
});

type Body = (ctx: RunContext<Toy>) => Promise<unknown>;

/** A runbook for one test, or a child of one; by default it has the target `toy` for itself. */
export const toyRun = (run: Body, { name = 'toy.test', targets = ['toy'] } = {}) =>
  runbook({
    name,
    summary: 'A test',
    risk: 'safe',
    input: z.object({}),
    output: z.unknown(),
    targets: () => targets,
    run,
  });

/** Runs a body to its end, undisturbed. */
export const play = (cloud: ToyCloud, run: Body, children: readonly AnyRunbook<Toy>[] = []) =>
  runOnce({ runbook: toyRun(run), input: {}, connect: cloud.connect, clock: cloud.clock, children });

export const plan = (cloud: ToyCloud, run: Body) =>
  planOnce({ runbook: toyRun(run), input: {}, connect: cloud.connect, clock: cloud.clock });

/** A process. A second one on the same store is the one that comes after a crash. */
export const engineOf = (cloud: ToyCloud, runbooks: readonly AnyRunbook<Toy>[], store?: RunStore) =>
  memoryEngine({ runbooks, version: 'test', connect: cloud.connect, clock: cloud.clock, ...(store && { store }) });

/** Starts and executes a run of ann's. */
export async function begin(engine: Engine, name = 'toy.test', input: object = {}) {
  const { id } = await engine.start({ runbook: name, input, requestedBy: ann });
  return { id, ended: (await engine.execute(id)).ended };
}

/** Lets everything that is due happen until the condition holds. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('the condition never held');
}

/**
 * Lives a run until its process dies right after the write that recorded `path`, and answers what the disk then holds. A
 * second engine on that disk resumes it.
 */
export async function diedAfter(cloud: ToyCloud, body: AnyRunbook<Toy>, path: string) {
  const disk = new MemoryStore();
  const mortal = crashingStore(
    overrideStore(disk, {
      append: async (id, epoch, write) => {
        await disk.append(id, epoch, write);
        if (write.entries.some((entry) => entry.path === path)) void mortal.kill();
      },
    }),
  );
  const engine = engineOf(cloud, [body], mortal.store);
  const { id, ended } = await begin(engine);
  await ended.catch(() => undefined);
  if (!mortal.dead()) throw new Error(`the run never recorded ${path}`);
  return { id, disk };
}

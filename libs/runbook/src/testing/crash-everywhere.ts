import type { Clock, Context } from '@opsbook/context';
import type { AnyRunbook } from '../define-runbook.ts';
import { memoryEngine } from '../embedded/memory-engine.ts';
import { MemoryStore } from '../embedded/memory-store.ts';
import type { Engine } from '../engine.ts';
import type { RunRecord } from '../run-record.ts';
import { type CrashPoint, crashingStore } from './crashing-store.ts';

/** What a crash test starts anew for each crash. */
export interface World<S> {
  clock: Clock;
  connect: (context: Context) => S;
  /** How the world looks now, without times and generated ids: compared with that of an undisturbed run. */
  state: () => unknown;
  /** The effects that took place, in any order: each must have happened as often as in an undisturbed run. */
  effects: () => readonly string[];
  /** Called after each write of the journal, counted through crashes: to cancel the run, or to answer its questions. */
  onWrite?: (engine: Engine, id: string, write: number) => Promise<void>;
  close?: () => Promise<void> | void;
}

export interface CrashOptions<S> {
  /** The one to run, and those that it starts as children. */
  runbooks: readonly [AnyRunbook<S>, ...AnyRunbook<S>[]];
  input: unknown;
  world: () => Promise<World<S>> | World<S>;
}

/** How a run ended, crashed or not. */
export interface CrashOutcome {
  point: CrashPoint | undefined;
  status: string;
  output: unknown;
  state: unknown;
  effects: readonly string[];
  leases: number;
}

/**
 * Runs a runbook undisturbed, then once for each crash before and after each write of its journal, resuming it in a new
 * process each time. Answers how the undisturbed run and the crashed ones ended, and which of these ended in another
 * state, with other effects or with a lease left over: none may, unless something from outside (a cancel) met them at
 * another point of their work.
 */
export async function crashEverywhere<S>(
  options: CrashOptions<S>,
): Promise<{ undisturbed: CrashOutcome; crashed: CrashOutcome[]; different: CrashOutcome[] }> {
  const { outcome: undisturbed, writes } = await live(options, undefined);
  const crashed: CrashOutcome[] = [];
  for (let write = 1; write <= writes; write += 1) {
    for (const when of ['before', 'after'] as const) {
      const { outcome } = await live(options, { write, when });
      crashed.push(outcome);
    }
  }
  return { undisturbed, crashed, different: crashed.filter((outcome) => !same(outcome, undisturbed)) };
}

async function live<S>(
  options: CrashOptions<S>,
  point: CrashPoint | undefined,
): Promise<{ outcome: CrashOutcome; writes: number }> {
  const world = await options.world();
  const { clock, connect, onWrite } = world;
  const disk = new MemoryStore();
  let total = 0;
  const process = (crash: CrashPoint | undefined) => {
    const mortal = crashingStore(disk, crash, () => {
      total += 1;
      const write = total;
      const release = clock.hold();
      // Somebody else's doing: it must not happen inside the write.
      setImmediate(() => void (onWrite?.(engine, id, write) ?? Promise.resolve()).finally(release));
    });
    const engine = memoryEngine<S>({
      runbooks: options.runbooks,
      version: 'test',
      connect,
      clock,
      store: mortal.store,
    });
    return { engine, mortal };
  };
  const first = process(point);
  const requestedBy = { user: 'test', surface: 'test' };
  const { id } = await first.engine.start({ runbook: options.runbooks[0].name, input: options.input, requestedBy });
  try {
    await (
      await first.engine.execute(id)
    ).ended;
  } catch (error) {
    if (!first.mortal.dead()) throw error;
    // The dead process's connections go with it.
    await first.engine.close();
    if (disk.getRun(id)?.endedAt === undefined) await (await process(undefined).engine.execute(id)).ended;
  }
  const record = disk.getRun(id) as RunRecord;
  const outcome: CrashOutcome = {
    point,
    status: record.status,
    output: record.output,
    state: world.state(),
    effects: [...world.effects()].sort(),
    leases: disk.leases().length,
  };
  await world.close?.();
  return { outcome, writes: total };
}

const same = (a: CrashOutcome, b: CrashOutcome): boolean =>
  a.leases === 0 && JSON.stringify([a.status, a.state, a.effects]) === JSON.stringify([b.status, b.state, b.effects]);

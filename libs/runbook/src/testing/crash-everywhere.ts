import type { Clock, Context } from '@opsbook/context';
import type { AnyRunbook } from '../define-runbook.ts';
import { memoryEngine } from '../embedded/memory-engine.ts';
import type { RunStore } from '../embedded/run-store.ts';
import type { Engine } from '../engine.ts';
import { type RunRecord, hasEnded } from '../run-record.ts';
import { type CrashPoint, crashingStore } from './crashing-store.ts';
import { type Disk, memoryDisk } from './disk.ts';

/** What a crash test starts anew for each crash. */
export interface World<S> {
  clock: Clock;
  connect: (context: Context) => S;
  /** How the world looks now, without times and generated ids: compared with that of an undisturbed run. */
  state: () => unknown;
  /** The effects that took place, in any order: each must have happened as often as in an undisturbed run. */
  effects: () => readonly string[];
  /** Called after each write of the run, counted through crashes: to cancel it, or to answer its questions. */
  onWrite?: (engine: Engine, id: string, write: number) => Promise<void>;
  close?: () => Promise<void> | void;
}

export interface CrashOptions<S> {
  /** The one to run, and those that it starts as children. */
  runbooks: readonly [AnyRunbook<S>, ...AnyRunbook<S>[]];
  input: unknown;
  world: () => Promise<World<S>> | World<S>;
  /** Keeps the runs of one crash, on this world's clock; each process opens it anew. Default: in memory. */
  disk?: (clock: Clock) => Disk;
  /** Tries every so manieth write only, or of so many writes every so manieth; default 1. */
  stride?: number | ((writes: number) => number);
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

export interface CrashReport {
  undisturbed: CrashOutcome;
  crashed: CrashOutcome[];
  /**
   * Those that ended with another status or state, with other effects or with a lease left over: there may be none, unless
   * something from outside (a cancel) met them at another point of their work.
   */
  different: CrashOutcome[];
}

/**
 * Runs a runbook undisturbed, then once for each crash before and after each write to the ledger: of its record, its
 * claim, its leases, its journal and its end, and of those of its children. A new process goes on each time.
 */
export const crashEverywhere = <S>(options: CrashOptions<S>): Promise<CrashReport> =>
  everywhere(options, ['before', 'after']);

/**
 * Runs a runbook undisturbed, then once for each write to the ledger that finds the disk full, as does all that the process
 * writes after it. When there is room again, a new process goes on.
 */
export const fillDiskEverywhere = <S>(options: CrashOptions<S>): Promise<CrashReport> => everywhere(options, ['full']);

async function everywhere<S>(options: CrashOptions<S>, ways: readonly CrashPoint['when'][]): Promise<CrashReport> {
  const { outcome: undisturbed, writes } = await story(options, undefined);
  const { stride = 1 } = options;
  const step = typeof stride === 'number' ? stride : stride(writes);
  const crashed: CrashOutcome[] = [];
  for (let write = 1; write <= writes; write += step) {
    for (const when of ways) {
      const { outcome } = await story(options, { write, when });
      crashed.push(outcome);
    }
  }
  const different = crashed.filter((outcome) => !same(outcome, undisturbed));
  announce(options.runbooks[0].name, writes, crashed.length, different.length);
  return { undisturbed, crashed, different };
}

/** Where the stride is asked for, somebody wants to know how much was tried. */
function announce(runbook: string, writes: number, crashes: number, different: number): void {
  if (process.env['OPSBOOK_CRASH_STRIDE'] === undefined) return;
  process.stderr.write(`crashes: ${runbook}: ${writes} writes, ${crashes} crashes, ${different} different\n`);
}

const requestedBy = { user: 'test', surface: 'test' };

/** One run from its start to its end, in one process or two. */
async function story<S>(
  options: CrashOptions<S>,
  point: CrashPoint | undefined,
): Promise<{ outcome: CrashOutcome; writes: number }> {
  const { runbooks, input } = options;
  const world = await options.world();
  const { clock, connect, onWrite } = world;
  const disk = (options.disk ?? memoryDisk)(clock);
  const engineOn = (store: RunStore) => memoryEngine<S>({ runbooks, version: 'test', connect, clock, store });
  const ledger = disk.open();
  const somebodyElse = engineOn(ledger);
  const root = () => ledger.listRuns({ rootsOnly: true }).at(0);
  let total = 0;
  const telling: Promise<void>[] = [];
  const tell = () => {
    total += 1;
    if (onWrite !== undefined) telling.push(tellOf(onWrite, total));
  };
  const tellOf = async (fn: NonNullable<World<S>['onWrite']>, write: number) => {
    const release = clock.hold();
    // It must not happen inside the write.
    await new Promise((resolve) => setImmediate(resolve));
    const run = root();
    if (run !== undefined) await fn(somebodyElse, run.id, write).finally(release);
    else release();
  };
  const live = async (crash?: CrashPoint) => {
    const mortal = crashingStore(disk.open(), crash, tell);
    const engine = engineOn(mortal.store);
    try {
      const run = root() ?? (await engine.start({ runbook: runbooks[0].name, input, requestedBy }));
      if (!hasEnded(run)) await (await engine.execute(run.id)).ended;
    } catch (error) {
      if (!mortal.failed()) throw error;
    }
    await engine.close();
  };
  await live(point);
  await live();
  await Promise.all(telling);
  const { status, output } = root() as RunRecord;
  const effects = [...world.effects()].sort();
  const outcome = { point, status, output, state: world.state(), effects, leases: ledger.leases().length };
  await somebodyElse.close();
  disk.remove?.();
  await world.close?.();
  return { outcome, writes: total };
}

const same = (a: CrashOutcome, b: CrashOutcome): boolean =>
  a.leases === 0 && JSON.stringify([a.status, a.state, a.effects]) === JSON.stringify([b.status, b.state, b.effects]);

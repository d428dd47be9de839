import { type RunRecord, type RunStore, memoryEngine } from '@opsbook/runbook';
import { crashingStore, memoryDisk } from '@opsbook/runbook/testing';
import { ann } from '../cloud.test-support.ts';
import { maintainHypervisor } from './maintain.ts';
import { drainHypervisor } from './drain.ts';
import type { RolloutReport } from './rollout-report.ts';
import type { RolloutSite } from './rollout.test-support.ts';
import { type Span, lanesOf } from './rollout.trace.test-support.ts';
import { rolloutHypervisors } from './rollout.ts';

const MOST_ROUNDS = 30;

export interface Story {
  /** As for the runbook, without `since`. */
  input: object;
  /** The process of the first run dies when so many hypervisors were patched. */
  dieAfter?: number;
}

/** One run, from its start to its end, in one process or two. */
export interface Round {
  run: RunRecord;
  report: RolloutReport;
  spans: Span[];
  instants: string[][];
  died: boolean;
}

/** Runs a rollout, and once more after each end that leaves something, until nothing is left. */
export async function tell(site: RolloutSite, { input, dieAfter }: Story): Promise<Round[]> {
  const disk = memoryDisk();
  const engineOn = (store: RunStore) =>
    memoryEngine({
      runbooks: [rolloutHypervisors, maintainHypervisor, drainHypervisor],
      version: 'test',
      connect: site.connect,
      clock: site.clock,
      store,
    });
  const patched = () => Object.values(site.plays).filter((play) => play.patched).length;
  const rounds: Round[] = [];
  let since: string | undefined;
  for (;;) {
    const mayDie = rounds.length === 0 && dieAfter !== undefined;
    const mortal = crashingStore(disk.open(), undefined, () => {
      if (mayDie && patched() >= dieAfter) void mortal.kill();
    });
    const first = engineOn(mortal.store);
    const request = { runbook: 'hypervisor.rollout', input: { ...input, since }, requestedBy: ann };
    const { id } = await first.start(request);
    try {
      await (
        await first.execute(id)
      ).ended;
    } catch (error) {
      if (!mortal.dead()) throw error;
    }
    await first.close();
    const engine = engineOn(disk.open());
    if (mortal.dead()) await (await engine.execute(id)).ended;
    const run = await engine.get(id);
    const { spans, instants } = lanesOf(await engine.events(id));
    await engine.close();
    const report = (run.output ?? run.error?.details) as RolloutReport | undefined;
    if (report?.left === undefined) throw new Error(`${run.status}: ${run.error?.message ?? 'no report'}`);
    rounds.push({ run, report, spans, instants, died: mortal.dead() });
    if (report.left.length === 0 || rounds.length === MOST_ROUNDS) return rounds;
    since = report.since;
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLocalEngine } from '@opsbook/engine-local';
import { type Engine, type RunRecord, hasEnded } from '@opsbook/runbook';
import { runbooks } from '@opsbook/workflows';
import { type KillSite, startKillSite } from './kill-site.ts';
import { OpsbookProcess } from './process.ts';
import type { Story } from './story.ts';

/** Milliseconds in which the site takes in what a dead process had sent. */
const SETTLE = 50;
/** A run that this many processes did not end never ends. */
const PROCESSES = 100;

/** What became of a run and its site. */
export interface Life {
  end: { status: string; state: unknown; effects: string[]; leases: number };
  /** What was asked of the site until its end. */
  asked: number;
  /** Kills that met a process in the midst of the run, each by how many effects there were; and those that met none. */
  kills: number[];
  idle: number;
  resumes: number;
  answers: number;
  /** What the last process said. */
  said: string;
}

/** When the n-th process dies: after so much was asked of the site, and so many milliseconds more. Undefined: it lives. */
export type Doom = (process: number) => { asked: number; later: number } | undefined;

/** Lets a run live from its start to its end, in as many processes as it takes. */
export async function live(story: Story, doom: Doom): Promise<Life> {
  const site = await startKillSite(story.play);
  story.prepare?.(site);
  const engine = observer(site.ledger);
  const before = site.asked();
  try {
    const life = await livesOf(story, site, engine, doom);
    const [run] = await engine.list({ rootsOnly: true });
    const { status = 'never started' } = run ?? {};
    const effects = story.effects(site).sort();
    const end = { status, state: story.state(site), effects, leases: (await engine.leases()).length };
    return { ...life, end, asked: site.asked() - before };
  } finally {
    await engine.close();
    await site.stop();
  }
}

/** Looks at a ledger and answers questions; executes nothing. */
function observer(path: string): Engine {
  const connect = (): never => {
    throw new Error('the observer executes nothing');
  };
  return openLocalEngine({ path, runbooks, version: 'observer', connect });
}

async function livesOf(story: Story, site: KillSite, engine: Engine, doom: Doom): Promise<Omit<Life, 'end' | 'asked'>> {
  const input = join(site.folder, 'input.json');
  writeFileSync(input, JSON.stringify(story.input));
  const life = { kills: [] as number[], idle: 0, resumes: 0, answers: 0, said: '' };
  for (let number = 1; number <= PROCESSES; number += 1) {
    const [run] = await engine.list({ rootsOnly: true });
    if (run !== undefined && hasEnded(run)) return life;
    const words = run === undefined ? ['run', story.runbook, '--input', input, '--yes'] : ['resume', run.id];
    if (run !== undefined) life.resumes += 1;
    const opsbook = new OpsbookProcess(['--config', site.config, ...words]);
    const due = doom(number);
    const from = site.asked();
    if (due !== undefined && (await opsbook.until(() => site.asked() - from >= due.asked))) {
      await pause(due.later);
      if (await opsbook.kill(() => executes(engine, opsbook.pid))) life.kills.push(story.effects(site).length);
      else life.idle += 1;
    }
    await opsbook.ended();
    life.said = opsbook.said;
    await pause(SETTLE);
    const answers = await answer(story, site, engine);
    life.answers += answers;
    if (due === undefined && answers === 0) await refuseStandstill(engine, opsbook.said);
  }
  throw new Error(`${story.name} has not ended after ${PROCESSES} processes`);
}

const running = (engine: Engine): Promise<RunRecord[]> => engine.list({ status: ['running'] });

const executes = async (engine: Engine, pid: number): Promise<boolean> =>
  (await running(engine)).some(({ owner }) => owner?.pid === pid);

/** Says of every effect of unknown outcome whether it took place, as a person does who looks. Answers how many there were. */
async function answer({ name, tookPlace }: Story, site: KillSite, engine: Engine): Promise<number> {
  let answers = 0;
  for (const { id } of await running(engine)) {
    for (const { path, purpose } of await engine.questions(id)) {
      if (purpose !== 'outcome' || tookPlace === undefined)
        throw new Error(`${name} asks what it should know: ${path}`);
      const decision = tookPlace(site, path) ? 'done' : 'not-done';
      await engine.answer(id, { path, decision, by: { user: 'bob', surface: 'kills' } });
      answers += 1;
    }
  }
  return answers;
}

/** A process that nobody killed and that has nothing to ask has to end its run. */
async function refuseStandstill(engine: Engine, said: string): Promise<void> {
  const [run] = await engine.list({ rootsOnly: true });
  if (run === undefined || !hasEnded(run)) throw new Error(`a process gave its run up:\n${said}`);
}

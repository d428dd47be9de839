import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Engine, RunRecord } from '@opsbook/runbook';
import { openLocalEngine } from '../open-local-engine.ts';
import { effectsFile } from './effects-file.ts';
import { Fleet } from './fleet.ts';
import { People } from './people.ts';
import { Random } from './random.ts';
import { type Fate, type StoryInput, chaosRunbooks } from './runbooks.ts';
import { faultsOf } from './verdict.ts';

/**
 * Four processes execute runs of every verb on one ledger, and are killed with SIGKILL at random moments, until so many
 * runs have ended under so many kills that met a process in the midst of a run. Then every run must have ended as it was
 * meant to, with each effect once. Exits with 1 when something is wrong, and says what.
 */
const RUNS = 200;
const KILLS = 200;
const PROCESSES = 4;
const EFFECTS_PER_KILL = 7;
/** Runs that wait or go on at once. */
const BACKLOG = 24;
/** Milliseconds until it is given up. */
const LIMIT = 10 * 60_000;

const { values } = parseArgs({ options: { seed: { type: 'string' } }, strict: false });
const seed = Number(values['seed'] ?? process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const random = new Random(seed);
const directory = mkdtempSync(join(tmpdir(), 'opsbook-chaos-'));
const [ledger, effects] = [join(directory, 'ledger.db'), join(directory, 'effects')];
writeFileSync(effects, '');
const { connect, lines } = effectsFile(effects);
const began = Date.now();
const say = (text: string) => process.stdout.write(`chaos: ${text}\n`);

const engine: Engine = openLocalEngine({ path: ledger, runbooks: chaosRunbooks, version: '1', connect });
const fleet = new Fleet({ ledger, effects, size: PROCESSES });
const people = new People(engine, random, lines);
const requestedBy = { user: 'ann', surface: 'chaos' };
let [started, kills, idle] = [0, 0, 0];

const FATES: readonly Fate[] = ['done', 'done', 'done', 'contended', 'contended', 'rejected', 'failing', 'cancelled'];

async function start(): Promise<void> {
  started += 1;
  const fate = random.pick(FATES);
  const items = ['a', 'b', 'c', 'none'].slice(random.between(0, 2));
  const target = fate === 'contended' ? `shared/${random.between(1, 3)}` : `own/${started}`;
  const input: StoryInput = { fate, items, target };
  await engine.start({ runbook: 'chaos.story', input, requestedBy, leaseWait: 600, queued: true });
}

const underWay = (): Promise<RunRecord[]> =>
  engine.list({ status: ['waiting', 'running'], rootsOnly: true, limit: 1_000_000 });

/** Kills a process that executes something. */
async function kill(): Promise<void> {
  const owners = async () => (await underWay()).map(({ owner }) => owner?.pid);
  const owned = await owners();
  const busy = fleet.pids().filter((pid) => owned.includes(pid));
  if (busy.length === 0) return;
  const pid = random.pick(busy);
  const met = await fleet.kill(pid, async () => (await owners()).filter((owner) => owner === pid).length);
  if (met > 0) kills += 1;
  else idle += 1;
}

async function live(): Promise<void> {
  let due = 0;
  for (let round = 1; ; round += 1) {
    const open = await underWay();
    if (started >= RUNS && kills >= KILLS && open.length === 0) return;
    if (Date.now() - began > LIMIT) {
      throw new Error(`${open.length} of ${started} runs have not ended after ${kills} kills: ${JSON.stringify(open)}`);
    }
    for (let i = open.length; i < BACKLOG && (started < RUNS || kills < KILLS); i += 1) await start();
    await people.look();
    // By what was done and not by the time, so that a slow machine gets as far between two kills as a fast one.
    if (kills < KILLS && lines().length >= due) {
      await kill();
      due = lines().length + random.between(0, 2 * EFFECTS_PER_KILL);
    }
    await pause(random.between(10, 60));
    if (round % 500 === 0) say(`${started - open.length} runs have ended, ${kills} kills`);
  }
}

say(`seed ${seed}`);
try {
  await live();
  await fleet.close();
  const faults = [...fleet.troubles, ...(await faultsOf({ engine, ledger, lines: lines() }))];
  for (const fault of faults) say(`WRONG: ${fault}`);
  await engine.close();
  const seconds = Math.round((Date.now() - began) / 1000);
  say(
    `seed ${seed}: ${started} runs by ${PROCESSES} processes under ${kills} kills in the midst of a run (and ${idle} others): ` +
      `${lines().length} effects, ${people.answered} answers, ${people.unknown} outcomes that only people could tell; ` +
      `${faults.length} faults; ${seconds} s`,
  );
  if (faults.length > 0) throw new Error(`the ledger and the effects are in ${directory}`);
  rmSync(directory, { recursive: true });
} catch (error) {
  fleet.abandon();
  say(`FAILED: ${(error as Error).message}`);
  process.exit(1);
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from './free-port.ts';
import { isIdle } from './is-idle.ts';
import { Sender } from './sender.ts';
import { ChaosSite } from './site.ts';
import { verdictOf } from './verdict.ts';
import { Victim } from './victim.ts';

/**
 * Several connections post alerts while the daemon is killed with SIGKILL at random moments and started again; every alert
 * that got a 200 must then be in the ledger once, decided, and each run be started once. `--full`: the same with a disk that
 * is full for a while. Exits with 1 when something is wrong, and says what.
 *
 * `node chaos.ts [--alerts 2000] [--kills 10] [--connections 4] [--full]`
 */
const { values } = parseArgs({
  options: {
    alerts: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '10' },
    connections: { type: 'string', default: '4' },
    full: { type: 'boolean', default: false },
    /** A small disk that a run with `--full` is given. */
    disk: { type: 'string' },
  },
});
const alerts = Number(values.alerts);
const kills = values.full ? 0 : Number(values.kills);
const LARGEST = 20;
/** Bytes that are left on the disk before it counts as full. */
const ROOM = 512 * 1024;
/** Milliseconds until it is given up. */
const LIMIT = 60_000 + alerts * 20 + kills * 60_000;

const say = (text: string) => process.stdout.write(`chaos: ${text}\n`);
if (values.full && values.disk === undefined) inSmallDisk();
const folder = mkdtempSync(join(tmpdir(), 'opsbook-chaos-'));
const data = values.disk ?? join(folder, 'data');
mkdirSync(data, { recursive: true });
const site = new ChaosSite(folder, data, await freePort());
const victim = new Victim(site);
const senders = Array.from({ length: Number(values.connections) }, () => new Sender(site.config.serve.port));
const began = Date.now();
let [next, acknowledged] = [0, 0];
let ok = false;
try {
  await victim.start();
  const filler = values.full ? fill() : undefined;
  const sending = Promise.all(senders.map(send));
  const trouble = filler === undefined ? killing() : freeing(filler);
  await Promise.all([sending, trouble]);
  const sent = Date.now() - began;
  while (!(await isIdle(site.config.serve.port))) await inTime();
  await victim.stop();
  const { counts, faults } = await verdictOf(site, alerts);
  const answers = answersText();
  say(
    Object.entries({ ...counts, kills: victim.kills })
      .map(([name, n]) => `${n} ${name}`)
      .join(', '),
  );
  say(
    `answers: ${answers}; sent in ${Math.round(sent / 1000)} s, over after ${Math.round((Date.now() - began) / 1000)} s`,
  );
  if (values.full && !answers.includes('503')) faults.push('the disk was never full');
  for (const fault of faults.slice(0, 20)) say(`FAULT ${fault}`);
  say(faults.length === 0 ? 'nothing lost, nothing twice' : `${faults.length} faults; see ${folder}`);
  ok = faults.length === 0;
} finally {
  await victim.kill();
  for (const sender of senders) sender.close();
  if (ok) rmSync(folder, { recursive: true });
}
process.exitCode = ok ? 0 : 1;

async function send(sender: Sender): Promise<void> {
  while (next < alerts) {
    const from = next;
    next = Math.min(alerts, from + 1 + Math.floor(Math.random() * LARGEST));
    const indexes = Array.from({ length: next - from }, (_, offset) => from + offset);
    await sender.deliver(indexes);
    acknowledged += indexes.length;
  }
}

/** At a random moment in each of as many stretches as there are kills. */
async function killing(): Promise<void> {
  for (let number = 0; number < kills; number += 1) {
    const stretch = alerts / (kills + 1);
    const at = Math.floor((number + Math.random()) * stretch);
    while (acknowledged < at) await inTime();
    await pause(Math.random() * 20);
    await victim.kill();
    await victim.start();
  }
}

/** Until enough was refused. */
async function freeing(filler: string): Promise<void> {
  while (refused() < 20) await inTime();
  say(`the disk is full: ${acknowledged} alerts were taken, then ${answersText()}`);
  rmSync(filler);
}

/** Leaves little room for the ledgers. */
function fill(): string {
  const filler = join(data, 'filler');
  const { bavail, bsize } = statfsSync(data);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - ROOM)));
  return filler;
}

async function inTime(): Promise<void> {
  if (Date.now() - began > LIMIT) throw new Error(`given up after ${LIMIT / 1000} s; the daemon said\n${victim.log()}`);
  await pause(20);
}

function refused(): number {
  return senders.reduce((sum, { answers }) => sum + (answers.get(503) ?? 0), 0);
}

function answersText(): string {
  const all = new Map<number, number>();
  for (const { answers } of senders) for (const [status, n] of answers) all.set(status, (all.get(status) ?? 0) + n);
  return [...all].map(([status, n]) => `${n} × ${status === 0 ? 'none' : status}`).join(', ');
}

/** Starts this program again where a small disk is mounted that nobody else sees. */
function inSmallDisk(): never {
  const disk = mkdtempSync(join(tmpdir(), 'opsbook-disk-'));
  const script = 'mount -t tmpfs -o size=96m tmpfs "$1" || exit 77; shift; exec "$@"';
  const self = [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const args = ['-rm', 'sh', '-c', script, 'sh', disk, ...self, '--disk', disk];
  const { status, error } = spawnSync('unshare', args, { stdio: 'inherit' });
  rmSync(disk, { recursive: true, force: true });
  if (error !== undefined || status === 77) say('skipped: this system lets nobody but root mount a small disk');
  process.exit(status === 77 || error !== undefined ? 0 : (status ?? 1));
}

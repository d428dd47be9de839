import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, median } from '../measure.ts';
import { goal, heading, line } from '../print.ts';
import type { Pace } from './closed-loop.ts';
import type { Disk } from './disk.ts';
import { LeftOut } from './left-out.ts';
import { installDbos } from './peer.ts';
import { Postgres } from './postgres.ts';

const ROUNDS = 5;
const CONCURRENCY = 50;
const WARM_UP = 1;
const SECONDS = 5;
const STEPS = 3;
const SETTINGS = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes'];

/** What a program of either side prints. `total` counts the runs of the warm-up too. */
type Said = Pace & { total: number };
interface Counts {
  runs: number;
  steps: number;
}

/** No-op runs per second, against DBOS Transact on PostgreSQL. */
export function throughput(disk: Disk): void {
  heading(
    `No-op runs of ${STEPS} steps, ${CONCURRENCY} at once, median of ${ROUNDS} alternating rounds of ${SECONDS} s`,
  );
  let postgres: Postgres | undefined;
  try {
    let peer: { candidate: Candidate; version: string } | undefined;
    try {
      const { program, version } = installDbos();
      postgres = new Postgres(disk.folder);
      peer = { candidate: candidateOf('DBOS Transact', [program, postgres.url]), version };
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      line('DBOS Transact', `left out: ${error.message}`);
    }
    const own = fileURLToPath(new URL('run-noops.ts', import.meta.url));
    const ours = candidateOf('@opsbook/engine-local', ['--conditions=@opsbook/source', own, disk.folder]);
    const found = alternate(peer === undefined ? [ours] : [ours, peer.candidate], ROUNDS);
    const said = <T>(candidate: Candidate) =>
      (found.get(candidate.name) ?? []).map(({ stdout }) => JSON.parse(stdout) as Said & T);

    const runs = said<{ found: Counts }>(ours);
    const rate = rateOf(runs);
    line(ours.name, `${rate.toFixed(0)} runs/s (${rates(runs)})`);
    line('', `${counted(runs.map((one) => ({ said: one.total, ...one.found })))} in the ledger`);
    if (peer === undefined || postgres === undefined) return;
    const server = postgres;
    const workflows = said<{ database: string }>(peer.candidate);
    line(`DBOS Transact ${peer.version}`, `${rateOf(workflows).toFixed(0)} runs/s (${rates(workflows)})`);
    line(
      '',
      `${counted(workflows.map((one) => ({ said: one.total, ...inDbos(server, one.database) })))} in its tables`,
    );
    const settings = SETTINGS.map((name) => `${name} ${server.query(`SHOW ${name}`).join('')}`);
    line('', `PostgreSQL: ${settings.join(', ')}`);
    const times = rate / rateOf(workflows);
    line('times as many as DBOS', `${times.toFixed(1)} ${goal('at least 5', times >= 5)}`);
  } finally {
    postgres?.stop();
  }
}

const candidateOf = (name: string, command: string[]): Candidate => ({
  name,
  command: [process.execPath, ...command, ...[CONCURRENCY, WARM_UP, SECONDS].map(String)],
});

const rateOf = (paces: readonly Pace[]) => median(paces.map(({ done, seconds }) => done / seconds));
const rates = (paces: readonly Pace[]) => paces.map(({ done, seconds }) => (done / seconds).toFixed(0)).join(', ');

/** Throws unless everything that was said to have ended well is recorded so, with all its steps. */
function counted(rounds: readonly (Counts & { said: number })[]): string {
  for (const { said, runs, steps } of rounds) {
    if (said === runs && steps === STEPS * runs) continue;
    throw new Error(`${said} runs were said to have ended well; recorded are ${runs}, with ${steps} steps`);
  }
  const sum = (of: keyof Counts) => rounds.reduce((all, round) => all + round[of], 0);
  return `all ${sum('runs')} runs ended well with ${sum('steps')} steps`;
}

function inDbos(postgres: Postgres, database: string): Counts {
  const count = (sql: string) => Number(postgres.query(`SELECT count(*) FROM ${sql}`, database)[0]);
  return {
    runs: count("dbos.workflow_status WHERE status = 'SUCCESS'"),
    steps: count('dbos.operation_outputs WHERE error IS NULL'),
  };
}

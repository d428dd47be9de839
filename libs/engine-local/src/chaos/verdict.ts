import { DatabaseSync } from 'node:sqlite';
import type { Engine, RunRecord } from '@opsbook/runbook';
import { type Fate, type StoryInput, effectsOf, made, undone } from './runbooks.ts';

/** How a run of each fate may end. A cancel may come too late. */
const ENDS: Record<Fate, readonly string[]> = {
  done: ['done'],
  contended: ['done'],
  rejected: ['refused'],
  failing: ['failed'],
  cancelled: ['cancelled', 'done'],
};

/** Everything that is wrong after a chaos run; empty when nothing is. */
export async function faultsOf({
  engine,
  ledger,
  lines,
}: {
  engine: Engine;
  ledger: string;
  lines: readonly string[];
}): Promise<string[]> {
  const runs = await engine.list({ limit: 1_000_000 });
  const faults = [...runs.flatMap((run) => faultsOfRun(run, runs, lines)), ...twice(lines)];
  for (const { target, run } of await engine.leases()) faults.push(`the lease of ${target} is left over from ${run}`);
  const ends = (await engine.audit({ kind: ['ended'] })).map(({ run }) => run);
  if (ends.length !== runs.length || new Set(ends).size !== runs.length) {
    faults.push(`${runs.length} runs have ${ends.length} ends in the audit trail`);
  }
  return [...faults, ...integrity(ledger)];
}

function faultsOfRun(run: RunRecord, runs: readonly RunRecord[], lines: readonly string[]): string[] {
  const { id, status, parent, undone: reports = [] } = run;
  const say = (what: string) => `run ${id} (${run.runbook}, ${status}): ${what}`;
  const mine = lines.filter((line) => line.startsWith(`${id} `));
  const faults = reports.filter(({ outcome }) => outcome === 'failed').map(({ path }) => say(`${path} was not undone`));
  const root = runs.find((one) => one.id === run.root) as RunRecord;
  const input = root.input as unknown as StoryInput;
  if (parent === undefined && !ENDS[input.fate].includes(status)) {
    faults.push(say(`a run of fate '${input.fate}' must not end so: ${JSON.stringify(run.error)}`));
  }
  const expected = effectsOf(input);
  if (status === 'cancelled') return [...faults, ...leftOver(id, mine).map((what) => say(`${what} was left in place`))];
  const own = parent === undefined ? expected.own : expected.each;
  const wanted = own.map((what) => made(id, what)).sort();
  if (root.status !== 'cancelled' && JSON.stringify([...mine].sort()) !== JSON.stringify(wanted)) {
    faults.push(say(`its effects are ${JSON.stringify(mine)} instead of ${JSON.stringify(wanted)}`));
  }
  const children = runs.filter((one) => one.parent === id).length;
  if (parent === undefined && children !== expected.children.length) faults.push(say(`it has ${children} children`));
  return faults;
}

/** What a cancelled run made, can take back, and did not. */
function leftOver(id: string, mine: readonly string[]): string[] {
  const all = mine.flatMap((line) => / made (.*)/.exec(line)?.[1] ?? []);
  const lasting = new Set(['letter', 'mail']);
  return all.filter((what) => !lasting.has(what) && !mine.includes(undone(id, what)));
}

const twice = (lines: readonly string[]): string[] =>
  [...new Set(lines.filter((line, i) => lines.indexOf(line) !== i))].map((line) => `twice: ${line}`);

function integrity(ledger: string): string[] {
  const db = new DatabaseSync(ledger, { readOnly: true });
  const rows = db
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row['integrity_check']));
  db.close();
  return rows.filter((row) => row !== 'ok').map((row) => `integrity_check: ${row}`);
}

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type Release, isoNow, systemClock, systemUser } from '@opsbook/context';
import { lockFile } from '@opsbook/sqlite';
import { TriggersError } from '../errors.ts';

/** Whose daemon works on a ledger. */
export interface LedgerHolder {
  host: string;
  pid: number;
  user: string;
  /** UTC ISO 8601. */
  since: string;
}

const thisProcess = (): LedgerHolder => ({
  host: hostname(),
  pid: process.pid,
  user: systemUser(),
  since: isoNow(systemClock),
});

/**
 * Keeps a ledger of events for one daemon until released, or until the process ends, however it does: the operating system holds
 * the lock, on a file `-lock` beside the ledger. Who holds it stands in a file `-daemon`. Reading and answering need no hold.
 * @throws TriggersError DAEMON_RUNNING, naming the holder; LedgerError where the files cannot be made
 */
export function holdLedger(path: string, holder: LedgerHolder = thisProcess()): Release {
  const release = lockFile(`${path}-lock`);
  const note = `${path}-daemon`;
  if (release === undefined) {
    throw new TriggersError('DAEMON_RUNNING', `ledger ${path}: a daemon works on it already: ${nameIn(note)}`);
  }
  writeNote(note, holder);
  return () => {
    rmSync(note, { force: true });
    release();
  };
}

/** Which process works on a ledger as its daemon, in words; undefined when none does. Makes no files. */
export function ledgerHolder(path: string): string | undefined {
  if (!existsSync(`${path}-lock`)) return undefined;
  const release = lockFile(`${path}-lock`);
  // Whoever wants it now waits for longer than this takes.
  release?.();
  return release === undefined ? nameIn(`${path}-daemon`) : undefined;
}

function nameIn(note: string): string {
  try {
    const { pid, user, host, since } = JSON.parse(readFileSync(note, 'utf8')) as LedgerHolder;
    return `process ${pid} of ${user} on ${host}, since ${since}`;
  } catch {
    return 'another process';
  }
}

/** As a whole, so that nobody reads half of it. On a full disk the lock holds without a name. */
function writeNote(note: string, holder: LedgerHolder): void {
  const draft = `${note}.${randomUUID()}`;
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o644 });
    renameSync(draft, note);
  } catch {
    for (const file of [draft, note]) rmSync(file, { force: true });
  }
}

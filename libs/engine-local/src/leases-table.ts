import { scrub } from '@opsbook/context';
import type { LeaseAnswer, LeaseHolder, Requester, RunRecord } from '@opsbook/runbook';
import type { Database } from './database.ts';
import { toText } from './text.ts';

interface Row {
  [key: string]: string | number;
  token: number;
  target: string;
  run: string;
  runbook: string;
  by: string;
  since: string;
}

/** Who holds which target. What reads before it writes expects to be inside `Database.write`. */
export class LeasesTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  take(target: string, run: RunRecord, since: string): LeaseAnswer {
    const name = scrub(target);
    const held = this.#holder(name);
    if (held !== undefined) {
      const { token, root, ...holder } = held;
      return root === run.root ? { token } : { held: holder };
    }
    const by = scrub(`${run.requestedBy.user} through ${run.requestedBy.surface}`);
    this.#db.run(
      `INSERT INTO leases (target, run, root, runbook, "by", since)
       VALUES (:target, :run, :root, :runbook, :by, :since)`,
      { target: name, run: run.id, root: run.root, runbook: run.runbook, by, since },
    );
    return { token: (this.#holder(name) as Row).token };
  }

  list(): (LeaseHolder & { token: number })[] {
    const rows = this.#db.all('SELECT token, target, run, runbook, "by", since FROM leases ORDER BY token') as Row[];
    return rows.map((row) => ({ ...row }));
  }

  /**
   * Frees what a run holds, and what its children still hold when it is their root. What a running relative needs as
   * well passes to that relative. Answers how many were freed.
   */
  free(run: string): number {
    this.#db.run(
      `UPDATE leases SET run = heir.id
       FROM (SELECT runs.id, runs.root, targets.value AS target FROM runs, json_each(runs.record, '$.targets') AS targets
             WHERE runs.status = 'running') AS heir
       WHERE leases.run = :run AND leases.root <> :run AND heir.root = leases.root AND heir.target = leases.target`,
      { run },
    );
    return this.#db.run('DELETE FROM leases WHERE run = :run OR root = :run', { run });
  }

  /** Frees a target and keeps who did it, why and from whom it was taken. False when nobody holds it. */
  break(target: string, by: Requester, reason: string, at: string): boolean {
    const held = this.#holder(scrub(target));
    if (held === undefined) return false;
    this.#db.run(
      `INSERT INTO lease_breaks (target, token, run, "by", reason, at)
       VALUES (:target, :token, :run, :by, :reason, :at)`,
      { target: held.target, token: held.token, run: held.run, by: toText(by), reason: scrub(reason), at },
    );
    this.#db.run('DELETE FROM leases WHERE token = :token', { token: held.token });
    return true;
  }

  #holder(target: string): (Row & { root: string }) | undefined {
    return this.#db.get('SELECT token, target, run, root, runbook, "by", since FROM leases WHERE target = :target', {
      target,
    }) as (Row & { root: string }) | undefined;
  }
}

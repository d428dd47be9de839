import { scrub } from '@opsbook/context';
import type { LeaseAnswer, LeaseHolder, RunRecord } from '@opsbook/runbook';
import type { Database } from '@opsbook/sqlite';

type Row = LeaseHolder & { token: number };
type Held = Row & { root: string };

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
    return { token: (this.#holder(name) as Held).token };
  }

  list(): Row[] {
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

  /** Frees a target; answers from whom it was taken, undefined when nobody holds it. */
  break(target: string): Held | undefined {
    const held = this.#holder(scrub(target));
    if (held !== undefined) this.#db.run('DELETE FROM leases WHERE token = :token', { token: held.token });
    return held && { ...held };
  }

  #holder(target: string): Held | undefined {
    return this.#db.get('SELECT token, target, run, root, runbook, "by", since FROM leases WHERE target = :target', {
      target,
    }) as Held | undefined;
  }
}

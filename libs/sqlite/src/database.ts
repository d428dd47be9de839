import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { LedgerError } from './errors.ts';
import { makeLedgerFile } from './ledger-file.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { fromSqlite } from './sqlite-error.ts';

/** Milliseconds that one statement waits for the writers of other processes. */
export const BUSY_TIMEOUT = 5000;

/** Pages of 4 KiB in the `-wal` file at which they move to the file itself, which costs two more syncs. */
const CHECKPOINT = 4000;

/** Instead of a path: nothing outlives the connection, as is right for what is only tried. */
const MEMORY = ':memory:';

type Parameters = Record<string, SQLInputValue>;

/** One connection to a file. Every failure of SQLite leaves it as a {@link LedgerError}. */
export class Database {
  readonly #path: string;
  readonly #schema: Schema;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * Opens the file, makes it if there is none, migrates it if it is older; `:memory:` is a ledger of its own that is kept
   * nowhere. Throws `LEDGER_TOO_NEW`, `NOT_A_LEDGER`, `LEDGER_UNREACHABLE`.
   */
  constructor(path: string, schema: Schema) {
    this.#path = path;
    this.#schema = schema;
    this.#db = this.#typed(() => {
      if (path !== MEMORY) makeLedgerFile(path, schema);
      const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
      if (path === MEMORY) db.exec(`PRAGMA application_id = ${schema.applicationId}`);
      return db;
    });
    try {
      this.#typed(() => this.#check());
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** The rows of a query, by column name. */
  all(sql: string, parameters: Parameters = {}): unknown[] {
    return this.#typed(() => this.#statement(sql).all(parameters));
  }

  /** The first row; undefined when there is none. */
  get(sql: string, parameters: Parameters = {}): unknown {
    return this.#typed(() => this.#statement(sql).get(parameters));
  }

  /** Answers how many rows it changed. */
  run(sql: string, parameters: Parameters = {}): number {
    return this.#typed(() => Number(this.#statement(sql).run(parameters).changes));
  }

  /**
   * Runs `fn` in one transaction that is durable when this returns. IMMEDIATE: what `fn` reads cannot be changed by
   * another process before `fn` writes.
   */
  write<T>(fn: () => T): T {
    this.#typed(() => this.#db.exec('BEGIN IMMEDIATE'));
    try {
      // A newer opsbook may have migrated the file meanwhile.
      this.#refuseNewer();
      const result = fn();
      this.#typed(() => this.#db.exec('COMMIT'));
      return result;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Runs `fn`, inside `write`, such that nothing of it stays when it throws, and all the rest does. */
  part<T>(fn: () => T): T {
    this.#typed(() => this.#db.exec('SAVEPOINT part'));
    try {
      const result = fn();
      this.#typed(() => this.#db.exec('RELEASE part'));
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#typed(() => this.#db.exec('ROLLBACK TO part; RELEASE part'));
      throw error;
    }
  }

  /** Another number than before, once another connection has written. */
  version(): number {
    return this.#pragma('data_version');
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #check(): void {
    // Before anything else is asked of it: a newer ledger may need other settings.
    if (this.#pragma('application_id') !== this.#schema.applicationId) {
      throw new LedgerError('NOT_A_LEDGER', `ledger ${this.#path}: it is the database of another application`);
    }
    this.#refuseNewer();
    // WAL is a property of the file; how a commit is synced is one of the connection.
    this.#db.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT}`);
    if (this.#pragma('user_version') < this.#schema.migrations.length) {
      this.write(() => migrate(this.#db, this.#schema));
    }
  }

  #refuseNewer(): void {
    const found = this.#pragma('user_version');
    const known = this.#schema.migrations.length;
    if (found <= known) return;
    throw new LedgerError(
      'LEDGER_TOO_NEW',
      `ledger ${this.#path}: it was written by a newer opsbook (schema ${found}; this one knows ${known}): update opsbook on this host`,
    );
  }

  #pragma(name: string): number {
    const row = this.get(`PRAGMA ${name}`) as Record<string, number>;
    return row[name] ?? 0;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #typed<T>(fn: () => T): T {
    try {
      return fn();
    } catch (error) {
      throw fromSqlite(error, this.#path);
    }
  }
}

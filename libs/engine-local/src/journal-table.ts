import { scrub } from '@opsbook/context';
import type { JournalEntry, JournalWrite, Json, RunEvent, StoredEvent } from '@opsbook/runbook';
import { type Database, fromText, toText, toTextOrNull } from '@opsbook/sqlite';

/** What a run recorded: completions in the order in which they were taken, deadlines of its waits, and events. */
export class JournalTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  entries(run: string): JournalEntry[] {
    const rows = this.#db.all('SELECT path, value, started_at, at FROM journal WHERE run = :run ORDER BY seq', {
      run,
    }) as { path: string; value: string | null; started_at: string; at: string }[];
    return rows.map(({ path, value, started_at: startedAt, at }) => ({
      path,
      value: value === null ? undefined : (fromText(value) as Json),
      startedAt,
      at,
    }));
  }

  deadlines(run: string): Map<string, number> {
    const rows = this.#db.all('SELECT path, at FROM deadlines WHERE run = :run', { run }) as {
      path: string;
      at: number;
    }[];
    return new Map(rows.map(({ path, at }) => [path, at]));
  }

  events(run: string, seq: number): StoredEvent[] {
    const rows = this.#db.all('SELECT seq, key, at, body FROM events WHERE run = :run AND seq > :seq ORDER BY seq', {
      run,
      seq,
    }) as { seq: number; key: string; at: string; body: string }[];
    return rows.map(({ body, ...row }) => ({ ...(fromText(body) as RunEvent), ...row }));
  }

  /** Inside `Database.write`. The first deadline of a path stays, and so does the first event of a key. */
  append(run: string, { entries, deadlines, events }: JournalWrite): void {
    for (const { path, value, startedAt, at } of entries) {
      this.#db.run(
        'INSERT INTO journal (run, path, value, started_at, at) VALUES (:run, :path, :value, :startedAt, :at)',
        { run, path: scrub(path), value: toTextOrNull(value), startedAt, at },
      );
    }
    for (const { path, at } of deadlines) {
      this.#db.run(
        'INSERT INTO deadlines (run, path, at) VALUES (:run, :path, :at) ON CONFLICT (run, path) DO NOTHING',
        { run, path: scrub(path), at },
      );
    }
    for (const { key, at, ...body } of events) {
      this.#db.run(
        'INSERT INTO events (run, key, at, body) VALUES (:run, :key, :at, :body) ON CONFLICT (run, key) DO NOTHING',
        { run, key: scrub(key), at, body: toText(body) },
      );
    }
  }
}

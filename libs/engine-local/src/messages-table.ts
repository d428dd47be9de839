import { scrub } from '@opsbook/context';
import type { Answer, Json, Signal } from '@opsbook/runbook';
import { type Database, fromText, toText } from '@opsbook/sqlite';

/** What is said to a run from outside: signals, and the answers of people to its questions. */
export class MessagesTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The first one stays; answers whether this was it. */
  signal(run: string, { path, value }: Signal): boolean {
    const changes = this.#db.run(
      'INSERT INTO signals (run, path, value) VALUES (:run, :path, :value) ON CONFLICT (run, path) DO NOTHING',
      { run, path: scrub(path), value: toText(value) },
    );
    return changes > 0;
  }

  getSignal(run: string, path: string): Json | undefined {
    const row = this.#db.get('SELECT value FROM signals WHERE run = :run AND path = :path', {
      run,
      path: scrub(path),
    }) as { value: string } | undefined;
    return row && (fromText(row.value) as Json);
  }

  answer(run: string, answer: Answer): void {
    this.#db.run('INSERT INTO answers (run, path, body) VALUES (:run, :path, :body)', {
      run,
      path: scrub(answer.path),
      body: toText(answer),
    });
  }

  answers(run: string, path: string): Answer[] {
    const rows = this.#db.all('SELECT body FROM answers WHERE run = :run AND path = :path ORDER BY seq', {
      run,
      path: scrub(path),
    }) as { body: string }[];
    return rows.map(({ body }) => fromText(body) as Answer);
  }
}

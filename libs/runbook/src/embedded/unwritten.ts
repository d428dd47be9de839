import type { RunEvent } from '../events.ts';
import type { Json } from '../json.ts';
import type { RunRecord } from '../run-record.ts';
import { auditOfEvent } from './audit-of-event.ts';
import type { JournalEntry, JournalWrite } from './run-store.ts';

/** What a run did and said since its last write. */
export class Unwritten<Handle> {
  #finished: { handle: Handle; entry: JournalEntry }[] = [];
  #events: JournalWrite['events'] = [];
  #deadlines: JournalWrite['deadlines'] = [];
  #audit: JournalWrite['audit'] = [];

  get isEmpty(): boolean {
    return this.#finished.length + this.#events.length + this.#deadlines.length === 0;
  }

  finished(handle: Handle, entry: JournalEntry): void {
    this.#finished.push({ handle, entry });
  }

  deadline(path: string, at: number): void {
    this.#deadlines.push({ path, at });
  }

  /** @param at UTC ISO 8601 */
  event(run: RunRecord, event: RunEvent, at: string): void {
    this.#events.push({ ...event, at });
    const entry = auditOfEvent(run, event, at);
    if (entry !== undefined) this.#audit.push(entry);
  }

  /** All of it as one write, and what completes for whom once that is durable. */
  take(): { write: JournalWrite; completions: { handle: Handle; value: Json | undefined }[] } {
    const entries = this.#finished.map(({ entry }) => entry);
    const completions = this.#finished.map(({ handle, entry: { value } }) => ({ handle, value }));
    const write = { entries, events: this.#events, deadlines: this.#deadlines, audit: this.#audit };
    this.#finished = [];
    this.#events = [];
    this.#deadlines = [];
    this.#audit = [];
    return { write, completions };
  }
}

import type { StoredEvent } from '../../events.ts';
import type { JournalEntry, JournalWrite } from '../run-store.ts';
import { copy } from './copy.ts';
import { entryOf } from './entry-of.ts';

/** What runs recorded: completions, deadlines and events. */
export class JournalTable {
  readonly #entries = new Map<string, JournalEntry[]>();
  readonly #deadlines = new Map<string, Map<string, number>>();
  readonly #events = new Map<string, Map<string, StoredEvent>>();
  #seq = 0;

  append(id: string, { entries, deadlines, events }: JournalWrite): void {
    entryOf(this.#entries, id, () => []).push(...copy(entries));
    const known = entryOf(this.#deadlines, id, () => new Map<string, number>());
    for (const { path, at } of deadlines) if (!known.has(path)) known.set(path, at);
    const told = entryOf(this.#events, id, () => new Map<string, StoredEvent>());
    for (const event of events) {
      if (!told.has(event.key)) told.set(event.key, { ...copy(event), seq: (this.#seq += 1) });
    }
  }

  entries(id: string): JournalEntry[] {
    return copy(this.#entries.get(id) ?? []);
  }

  deadlines(id: string): Map<string, number> {
    return new Map(this.#deadlines.get(id));
  }

  events(id: string, seq: number): StoredEvent[] {
    return copy([...(this.#events.get(id)?.values() ?? [])].filter((event) => event.seq > seq));
  }

  forget(id: string): void {
    for (const table of [this.#entries, this.#deadlines, this.#events]) table.delete(id);
  }
}

import { scrub } from '@opsbook/context';
import { RunbookError } from '../errors.ts';
import type { RunEvent } from '../events.ts';
import type { RunRecord } from '../run-record.ts';
import type { JournalEntry, RunStore } from './run-store.ts';

const STARTED = '!started';

/**
 * What a run's earlier lives left behind, and whether the code of this life meets all of it again: what they completed,
 * in its order, and then what they had begun when they ended. Only then may anything be done.
 */
export class Replay {
  readonly #run: RunRecord;
  readonly #store: RunStore;
  readonly #version: string;
  #entries: readonly JournalEntry[];
  readonly #recorded: Set<string>;
  /** Paths of waits and verbs that were begun; those that are met again are taken out. */
  readonly #begun: Set<string>;
  /** Events that were told; those that are told again are taken out. */
  readonly #told: Set<string>;
  /** The verbs of steps that were begun, by the key of that event. */
  readonly #verbs: Map<string, string>;
  /** A step that has become another verb. */
  #changed: string | undefined;
  #delivered = 0;

  /** @param version of the code that runs now */
  constructor(store: RunStore, run: RunRecord, version: string) {
    this.#run = run;
    this.#store = store;
    this.#version = version;
    this.#entries = store.journal(run.id);
    this.#recorded = new Set(this.#entries.map(({ path }) => path));
    const events = store.events(run.id, 0);
    this.#told = new Set(events.map(({ key }) => key));
    this.#verbs = new Map(
      events.flatMap((event) =>
        event.type === 'step' && event.status === 'started' ? [[event.key, event.verb] as const] : [],
      ),
    );
    const started = [...this.#told].filter((key) => key.endsWith(STARTED));
    this.#begun = new Set([...store.deadlines(run.id).keys(), ...started]);
  }

  /** The path under which the journal would know an operation: a store keeps no secret in a path either. */
  keyOf(path: string): string {
    return this.#recorded.has(path) ? path : scrub(path);
  }

  /** Whether the operation was completed in an earlier life. */
  has(key: string): boolean {
    return this.#recorded.has(key);
  }

  begun(path: string): void {
    this.#meet(path);
  }

  /** Whether an earlier life has told the event already; asked once per event. */
  told(event: RunEvent): boolean {
    const { key } = event;
    if (this.#told.size === 0) return false;
    this.#meet(key);
    const verb = this.#verbs.get(key) ?? this.#verbs.get(scrub(key));
    if (verb !== undefined && event.type === 'step' && event.verb !== verb) this.#changed ??= event.path;
    return this.#told.delete(key) || this.#told.delete(scrub(key));
  }

  #meet(key: string): void {
    if (this.#begun.size === 0) return;
    this.#begun.delete(key);
    this.#begun.delete(scrub(key));
  }

  /** The next completion, if any is left. */
  get next(): JournalEntry | undefined {
    return this.#entries[this.#delivered];
  }

  delivered(): void {
    this.#delivered += 1;
  }

  /** All was met again: nothing is asked any more but what was told. */
  close(): void {
    this.#entries = [];
    this.#delivered = 0;
    this.#recorded.clear();
    this.#verbs.clear();
  }

  /** Something that an earlier life left behind and this one has not met, as a path; undefined when all was met. */
  missed(begun: ReadonlyMap<string, unknown>): string | undefined {
    const entry = this.#entries.slice(this.#delivered).find(({ path }) => !begun.has(path));
    if (entry !== undefined) return entry.path;
    if (this.#changed !== undefined) return this.#changed;
    const [open] = this.#begun;
    return open?.endsWith(STARTED) === true ? open.slice(0, -STARTED.length) : open;
  }

  /** Why the run cannot go on in this life: the code does not come by `path`. */
  anotherPath(path: string): RunbookError {
    const { id, version: began } = this.#run;
    const now = this.#version;
    const what = `run ${id} recorded '${path}', where the code of version ${now} takes another path; nothing was done`;
    const others = this.#versions().filter((version) => version !== now);
    if (others.length === 0) {
      const text = `${what}. The runbook is at fault: it does not take the same path twice`;
      return new RunbookError('NON_DETERMINISTIC', text);
    }
    const one = others.length === 1 ? `version ${others.join()}` : `one of the versions ${others.join(', ')}`;
    const text = `${what}. It was begun by version ${began}: resume it with ${one}`;
    return new RunbookError('VERSION_CHANGED', text, { details: { began, now, path } });
  }

  /** All that have worked on the run. */
  #versions(): string[] {
    const claims = this.#store.audit({ run: this.#run.id, kind: ['claimed'] });
    const versions = claims.flatMap(({ run, details }) =>
      run === this.#run.id ? [String((details as { version?: string }).version)] : [],
    );
    return [...new Set([this.#run.version, ...versions])];
  }
}

import { type Clock, isoNow } from '@opsbook/context';
import type { StoredEvent } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import { widthOf } from '../format/table.ts';
import { eventLine } from './event-line.ts';
import { liveText } from './live-text.ts';
import type { RunView } from './run-view.ts';

/** Shows a run while it goes on. */
export interface Progress {
  /** Seconds between two looks at the run. */
  readonly every: number;
  /** @param fresh the events since the last time; they are in the view already */
  show(view: RunView, fresh: readonly StoredEvent[]): void;
  /** Takes away what would be drawn over, so that something else can be written. */
  clear(): void;
}

/** A tree that is redrawn on a screen, lines in a pipe. */
export function progressFor(session: Session, clock: Clock): Progress {
  return session.live && session.terminal.env['TERM'] !== 'dumb' ? new LiveTree(session, clock) : new Lines(session);
}

class LiveTree implements Progress {
  readonly every = 0.25;
  readonly #session: Session;
  readonly #clock: Clock;
  /** Widths of the lines that stand on the screen. */
  #drawn: number[] = [];

  constructor(session: Session, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  show(view: RunView, fresh: readonly StoredEvent[]): void {
    const { terminal, sayStyle: style } = this.#session;
    const lines = liveText(view, { now: isoNow(this.#clock), style, ...terminal.size() });
    const said = fresh.filter(({ type }) => type === 'log').map((event) => eventLine(event, view) ?? '');
    this.#erase();
    this.#session.say([...said, ...lines].map((line) => `${line}\n`).join(''));
    this.#drawn = lines.map(widthOf);
  }

  clear(): void {
    this.#erase();
    this.#drawn = [];
  }

  #erase(): void {
    if (this.#drawn.length === 0) return;
    // A screen that has become narrower since shows a line in several rows.
    const { columns } = this.#session.terminal.size();
    const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    this.#session.erase(rows);
  }
}

/** Seconds between two lines about how far one lane is: a log is read later, not watched. */
const QUIET = 30;

class Lines implements Progress {
  readonly every = 1;
  readonly #session: Session;
  readonly #last = new Map<string, number>();

  constructor(session: Session) {
    this.#session = session;
  }

  show(view: RunView, fresh: readonly StoredEvent[]): void {
    for (const event of fresh) {
      if (event.type === 'progress' && !this.#due(event)) continue;
      const line = eventLine(event, view);
      if (line !== undefined) this.#session.say(`${line}\n`);
    }
  }

  clear(): void {
    // Lines stay where they are.
  }

  #due({ path, at }: StoredEvent): boolean {
    const now = Date.parse(at);
    const last = this.#last.get(path);
    if (last !== undefined && now - last < QUIET * 1000) return false;
    this.#last.set(path, now);
    return true;
  }
}

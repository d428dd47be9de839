import type { Engine, StoredEvent } from '@opsbook/runbook';
import { RunView } from './run-view.ts';

/** Reads a run's events as they come. */
export class RunFeed {
  readonly view = new RunView();
  readonly #engine: Engine;
  readonly #id: string;
  #seq = 0;

  constructor(engine: Engine, id: string) {
    this.#engine = engine;
    this.#id = id;
  }

  /** What has come since the last time; it is in {@link view} then. */
  async pull(): Promise<StoredEvent[]> {
    const fresh = await this.#engine.events(this.#id, this.#seq);
    for (const event of fresh) this.view.apply(event);
    this.#seq = fresh.at(-1)?.seq ?? this.#seq;
    return fresh;
  }
}

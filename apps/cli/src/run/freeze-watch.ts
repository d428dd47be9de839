import { type Engine, type Freeze, frozen } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import { freezeLine } from './freezes.ts';

/** Tells of each freeze once when it comes, and once when it is lifted. */
export class FreezeWatch {
  readonly #session: Session;
  readonly #engine: Engine;
  #known: readonly Freeze[] = [];

  constructor(session: Session, engine: Engine) {
    this.#session = session;
    this.#engine = engine;
  }

  /** Throws `FROZEN` while everything is. */
  async refuseEverything(): Promise<void> {
    const everything = (await this.#engine.freezes()).find(({ scope }) => scope === '');
    if (everything !== undefined) throw frozen(everything);
  }

  /** @param first called before anything is said */
  async tell(first: () => void = () => undefined): Promise<void> {
    const before = this.#known;
    const now = await this.#engine.freezes();
    this.#known = now;
    const lines = [
      ...now.filter((one) => !has(before, one)).map((freeze) => freezeLine(freeze, this.#session.command)),
      ...before.filter((one) => !has(now, one)).map(({ label }) => `${label} is not frozen any more`),
    ];
    if (lines.length === 0) return;
    first();
    this.#session.note(lines.map((line) => `${line}\n`).join(''));
  }
}

const has = (freezes: readonly Freeze[], { scope, at }: Freeze): boolean =>
  freezes.some((freeze) => freeze.scope === scope && freeze.at === at);

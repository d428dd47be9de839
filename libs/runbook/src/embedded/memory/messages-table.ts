import type { Json } from '../../json.ts';
import type { Answer, Signal } from '../run-store.ts';
import { copy } from './copy.ts';
import { entryOf } from './entry-of.ts';

/** What people and other processes say to runs. */
export class MessagesTable {
  readonly #signals = new Map<string, Map<string, Json>>();
  readonly #answers = new Map<string, Answer[]>();

  /** The first for a path stays; answers whether this was it. */
  signal(id: string, { path, value }: Signal): boolean {
    const signals = entryOf(this.#signals, id, () => new Map<string, Json>());
    if (signals.has(path)) return false;
    signals.set(path, copy(value));
    return true;
  }

  getSignal(id: string, path: string): Json | undefined {
    return copy(this.#signals.get(id)?.get(path));
  }

  answer(id: string, answer: Answer): void {
    entryOf(this.#answers, id, () => []).push(copy(answer));
  }

  answers(id: string, path: string): Answer[] {
    return copy((this.#answers.get(id) ?? []).filter((answer) => answer.path === path));
  }

  forget(id: string): void {
    this.#signals.delete(id);
    this.#answers.delete(id);
  }
}

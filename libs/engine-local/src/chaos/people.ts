import type { Engine, RunRecord } from '@opsbook/runbook';
import type { Random } from './random.ts';
import { type StoryInput, made } from './runbooks.ts';

const bob = { user: 'bob', surface: 'chaos' };

/** Those who answer the questions of the runs, truthfully, and cancel some. */
export class People {
  readonly #engine: Engine;
  readonly #random: Random;
  readonly #lines: () => string[];
  answered = 0;
  unknown = 0;

  constructor(engine: Engine, random: Random, lines: () => string[]) {
    this.#engine = engine;
    this.#random = random;
    this.#lines = lines;
  }

  /** One look at all runs that go on. Not each is dealt with each time. */
  async look(): Promise<void> {
    for (const run of await this.#engine.list({ status: ['running'], limit: 1000 })) {
      if (this.#random.next() < 0.5) await this.#deal(run);
    }
  }

  async #deal(run: RunRecord): Promise<void> {
    const { fate } = run.input as unknown as StoryInput;
    try {
      if (fate === 'cancelled' && run.cancel === undefined && this.#random.next() < 0.1) {
        await this.#engine.cancel(run.id, bob, 'enough');
      }
      for (const { path, purpose } of await this.#engine.questions(run.id)) {
        await this.#engine.answer(run.id, { path, decision: this.#decision(run, path, purpose), by: bob });
        this.answered += 1;
      }
    } catch (error) {
      // It has ended meanwhile, or was cancelled.
      if (!['RUN_ENDED', 'ANSWER_REFUSED'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  }

  #decision(run: RunRecord, path: string, purpose: string): 'approved' | 'rejected' | 'done' | 'not-done' {
    if (purpose !== 'outcome')
      return (run.input as unknown as StoryInput).fate === 'rejected' ? 'rejected' : 'approved';
    this.unknown += 1;
    const [step = ''] = path.split('#');
    return this.#lines().includes(made(run.id, step)) ? 'done' : 'not-done';
  }
}

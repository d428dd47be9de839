import { type InquiryAnswer, answerOf, inquiryParameters, inquiryTag, isSameInquiry } from '@opsbook/actions/action';
import { type StackStormClient, isCompleted, isStackStormError } from '@opsbook/stackstorm';
import type { AskedQuestion } from '../family.ts';

const ACTION = 'core.ask';

interface Asking {
  /** Undefined: everybody. */
  user: string | undefined;
  question: AskedQuestion;
  /** What a yes is a yes to. */
  text: string;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** The one inquiry by which StackStorm asks a person one question, whichever process has begun it. */
export class PersonInquiry {
  readonly user: string | undefined;
  /** Whether this process has begun it, and has told nobody of it yet. */
  isNews = false;
  readonly #asking: Omit<Asking, 'now'>;
  /** More than one only where it was not known whether the first had been made. */
  #ids: readonly string[] = [];
  #wasTold = false;
  #isOver = false;

  constructor(asking: Omit<Asking, 'now'>) {
    this.#asking = asking;
    this.user = asking.user;
  }

  /** Of the execution of `core.ask`; undefined before it is known. */
  get id(): string | undefined {
    return this.#ids[0];
  }

  /** Whether nothing is to be heard of it any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Finds it by its tag, or begins it. */
  async begin(client: StackStormClient, now: number): Promise<void> {
    if (this.id !== undefined) return;
    const { question, user } = this.#asking;
    const traceTag = inquiryTag(question.run.id, question.path, user);
    const parameters = inquiryParameters({ ...this.#asking, now });
    const tagged = await client.traces.executionsOf(traceTag);
    const found = await Promise.all(tagged.map((id) => client.executions.get(id)));
    // One that ended without an answer asks nobody any more.
    const ours = found.filter(
      ({ action, status, parameters: given }) =>
        action === ACTION && (status === 'succeeded' || !isCompleted(status)) && isSameInquiry(given, parameters),
    );
    this.#ids = ours.map(({ id }) => id);
    if (ours.length > 0) return;
    this.isNews = true;
    // Where no answer comes, it is looked for before it is begun again.
    const { id } = await client.executions.create({
      action: ACTION,
      parameters,
      templates: 'neutralize',
      traceTag,
    });
    this.#ids = [id];
  }

  /** What was answered, told once. */
  async answer(client: StackStormClient): Promise<(InquiryAnswer & { id: string }) | undefined> {
    if (this.#isOver || this.#wasTold) return undefined;
    let open = 0;
    for (const id of this.#ids) {
      const { status, result } = await client.executions.get(id);
      if (!isCompleted(status)) open += 1;
      const answer = status === 'succeeded' ? answerOf(this.#asking.question.purpose, result) : undefined;
      if (answer === undefined) continue;
      this.#wasTold = true;
      this.#isOver = this.#ids.length === 1;
      return { ...answer, id };
    }
    this.#isOver = open === 0;
    return undefined;
  }

  /** Ends it, where nobody need answer it any more. */
  async withdraw(client: StackStormClient, status: 'abandoned' | 'timeout'): Promise<void> {
    if (this.#isOver) return;
    for (const id of this.#ids) {
      try {
        await client.inquiries.withdraw(id, { status });
      } catch (error) {
        if (!isStackStormError(error) || error.code !== 'STACKSTORM_COMPLETED') throw error;
      }
    }
    this.#isOver = true;
  }
}

import type { SimulatorAnswer } from '@opsbook/http/testing';

/** Thrown by a handler; {@link answer} is sent. */
export class Refusal extends Error {
  readonly answer: SimulatorAnswer;

  constructor(answer: SimulatorAnswer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

import type { SimulatorAnswer } from '@opsbook/http/testing';

/** Thrown by a handler; {@link answer} is sent. */
export class Refusal extends Error {
  readonly answer: SimulatorAnswer;

  constructor(answer: SimulatorAnswer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

/** Jira's own form of an error. */
export const refused = (status: number, ...errorMessages: string[]): Refusal =>
  new Refusal({ status, body: { errorMessages, errors: {} } });

/** What is wrong with fields, by their id. */
export const badFields = (errors: Record<string, string>): Refusal =>
  new Refusal({ status: 400, body: { errorMessages: [], errors } });

/** Service Management's form. */
export const deskRefused = (status: number, errorMessage: string): Refusal =>
  new Refusal({ status, body: { errorMessage, i18nErrorMessage: { i18nKey: 'sd.error', parameters: [] } } });

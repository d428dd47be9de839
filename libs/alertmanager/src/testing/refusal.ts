import type { SimulatorAnswer } from '@opsbook/http/testing';

/** Thrown by a handler; {@link answer} is sent. */
export class Refusal extends Error {
  readonly answer: SimulatorAnswer;

  constructor(status: number, body: unknown) {
    super(`answered ${status}`);
    const headers = { 'content-type': 'application/json' };
    this.answer = { status, ...(body !== undefined && { headers, body: `${JSON.stringify(body)}\n` }) };
  }
}

/** What Alertmanager's handlers answer: a JSON string. */
export const said = (status: number, message: string): Refusal => new Refusal(status, message);

/** What the layer answers that checks requests before its handlers: {@link code} is its own. */
export const checked = (status: number, code: number, message: string): Refusal =>
  new Refusal(status, { code, message });

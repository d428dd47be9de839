/** A request that is not taken, with what its sender is told. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export const unauthorized = (): Refusal =>
  new Refusal(401, 'UNAUTHORIZED', 'this request does not prove who sent it; the log of opsbook says why');

/** Never 429: Alertmanager sends again what was answered with 5xx, and drops what was answered with 4xx. */
export const overloaded = (message: string): Refusal => new Refusal(503, 'OVERLOADED', message);

export const unusable = (message: string): Refusal => new Refusal(400, 'UNUSABLE', message);

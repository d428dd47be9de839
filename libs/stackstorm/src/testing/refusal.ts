/** Thrown by a handler: what is answered instead, as `{faultstring}`. Source: st2common/middleware/error_handling.py. */
export class Refusal extends Error {
  readonly status: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, faultstring: string, more: Readonly<Record<string, unknown>> = {}) {
    super(faultstring);
    this.status = status;
    this.more = more;
  }
}

export const badRequest = (fault: string): Refusal => new Refusal(400, fault);

export const notFound = (fault: string): Refusal => new Refusal(404, fault);

export const noResource = (what: string): Refusal => notFound(`Resource with a reference or id "${what}" not found`);

export const noId = (id: string): Refusal => notFound(`Unable to identify resource with id "${id}".`);

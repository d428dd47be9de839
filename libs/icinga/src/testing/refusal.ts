/** Thrown by a handler: what is answered instead. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** `{error, status}`: of the layer around the actions. */
export const refused = (error: number, status: string): Refusal => new Refusal(error, { error, status });

/** Nothing was found, or nothing may be seen, or the filter is none: one answer, and the reason to who asks `verbose`. */
export const notFound = (diagnosis: string, verbose: boolean): Refusal =>
  new Refusal(404, {
    ...(verbose && { diagnostic_information: `Error: ${diagnosis}` }),
    error: 404,
    status: 'No objects found.',
  });

/** `{results: [{code, status}]}`: of an action on an object. */
export const actionFailed = (code: number, status: string): Refusal =>
  new Refusal(code, { results: [{ code, status }] });

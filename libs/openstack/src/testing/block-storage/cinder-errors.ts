import { badRequest } from '../compute/nova-errors.ts';
import { Refusal } from '../refusal.ts';

const KINDS = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  406: 'computeFault',
  409: 'conflictingRequest',
  500: 'computeFault',
} as const;

/** An error in cinder's shape, which is nova's. */
export const cinderError = (code: keyof typeof KINDS, message: string): Refusal =>
  new Refusal({ status: code, body: { [KINDS[code]]: { code, message } } });

export const policy = (rule: string): Refusal => cinderError(403, `Policy doesn't allow ${rule} to be performed.`);

export const notFound = (what: string, id: string): Refusal => cinderError(404, `${what} ${id} could not be found.`);

/** The state of a volume or snapshot does not allow it. */
export const invalidVolume = (reason: string): Refusal => badRequest(`Invalid volume: ${reason}`);
export const invalidSnapshot = (reason: string): Refusal => badRequest(`Invalid snapshot: ${reason}`);

/** What cinder says where it finds no better words. */
export const malformed = (): Refusal =>
  badRequest('The server could not comply with the request since it is either malformed or otherwise incorrect.');

/** A quota is spent; the header is no invitation to repeat it. */
export const overLimit = (message: string): Refusal =>
  new Refusal({
    status: 413,
    headers: { 'retry-after': '0' },
    body: { overLimit: { code: 413, message, retryAfter: '0' } },
  });

import { Refusal } from '../refusal.ts';
import type { SimulatedServer } from './compute-records.ts';

const KINDS = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  406: 'computeFault',
  409: 'conflictingRequest',
  415: 'badMediaType',
  500: 'computeFault',
} as const;

/** An error in nova's shape: `{"itemNotFound": {"code": 404, "message": "..."}}`. */
export const novaError = (code: keyof typeof KINDS, message: string): Refusal =>
  new Refusal({ status: code, body: { [KINDS[code]]: { code, message } } });

export const badRequest = (message: string): Refusal => novaError(400, message);

export const policy = (rule: string): Refusal => novaError(403, `Policy doesn't allow ${rule} to be performed.`);

export const serverNotFound = (id: string): Refusal => novaError(404, `Instance ${id} could not be found.`);

export const isLocked = ({ id }: SimulatedServer): Refusal => novaError(409, `Instance ${id} is locked`);

/** The 409 of an action in the wrong state; nova looks at the vm state first. */
export const wrongState = (action: string, id: string, attribute: 'vm_state' | 'task_state', state: string): Refusal =>
  novaError(409, `Cannot '${action}' instance ${id} while it is in ${attribute} ${state}`);

/** A field of a body that the schema refuses. */
export const invalidField = (field: string, value: unknown, why: string): Refusal =>
  badRequest(`Invalid input for field/attribute ${field}. Value: ${python(value)}. ${why}`);

/** A parameter of a query that the schema refuses. */
export const invalidQuery = (name: string, value: string, why: string): Refusal =>
  badRequest(`Invalid input for query parameters ${name}. Value: ${value}. ${why}`);

/** The value as Python prints it. */
function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return value;
  return JSON.stringify(value).replaceAll('"', "'").replaceAll(':', ': ').replaceAll(',', ', ');
}

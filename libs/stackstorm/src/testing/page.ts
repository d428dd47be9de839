import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { Call } from './call.ts';
import { Refusal, badRequest } from './refusal.ts';

const LARGEST = 100;

/** One page of a list, with the whole's count. Source: st2api/controllers/resource.py, `_get_all`, `validate_limit_query_param`. */
export function page(call: Call, all: readonly unknown[], usual = LARGEST): SimulatorAnswer {
  const { limit, offset } = window(call, usual);
  const body = all.slice(offset, limit === 0 ? undefined : offset + limit);
  const headers = { 'x-total-count': String(all.length), ...(limit > 0 && { 'x-limit': String(limit) }) };
  return { status: 200, headers, body };
}

/** @returns with a limit of 0 for everything */
export function window(call: Call, usual = LARGEST): { limit: number; offset: number } {
  const [limit, offset] = [call.number('limit', usual), call.number('offset', 0)];
  if (limit === 0) throw badRequest('Limit, "0" specified, must be a positive number or -1 for full result set.');
  if (limit < -1) throw badRequest(`Limit, "${limit}" specified, must be a positive number.`);
  if (limit === -1) {
    call.demandAdmin('Administrator access required to be able to specify limit=-1 and retrieve all the records');
    return { limit: 0, offset };
  }
  if (limit > LARGEST && !call.isAdmin)
    throw new Refusal(403, `Limit "${limit}" specified, maximum value is "${LARGEST}"`);
  return { limit, offset };
}

/** Those of which every filter that is given holds. */
export function filtered<T>(
  all: Iterable<T>,
  call: Call,
  filters: Record<string, (one: T, value: string) => boolean>,
): T[] {
  const given = Object.entries(filters).flatMap(([name, fits]) => {
    const value = call.text(name);
    return value === undefined ? [] : [(one: T) => fits(one, value)];
  });
  return [...all].filter((one) => given.every((fits) => fits(one)));
}

import type { ExecutionEngine } from './execution-engine.ts';
import type { InquiryResult } from './inquiry.ts';
import { schemaFault } from './json-schema.ts';
import type { ExecutionRecord } from './records.ts';
import { Refusal, badRequest, notFound } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

/** Sources: st2api/controllers/v1/inquiries.py, st2common/services/inquiry.py, st2common/exceptions/inquiry.py. */
export function inquiriesApi(routes: Routes, world: World, engine: ExecutionEngine): void {
  const isInquiry = ({ action }: ExecutionRecord) => action.runner_type === 'inquirer';
  const wire = ({ id, result }: ExecutionRecord) => {
    const { route, ttl, users, roles, schema } = result as InquiryResult;
    return { id, route, ttl, users, roles, schema };
  };
  const find = (id: string): ExecutionRecord => {
    const found = world.executions.get(id);
    if (found === undefined) throw notFound('The resource could not be found.');
    if (!isInquiry(found)) throw badRequest(`Action execution "${id}" is not an inquiry.`);
    if (found.status === 'timeout') throw badRequest(`Inquiry "${id}" timed out and cannot be responded to.`);
    if (found.status !== 'pending') throw badRequest(`Inquiry "${id}" has already been responded to.`);
    return found;
  };
  routes.add('GET', '/inquiries', (call) => {
    const waiting = [...world.executions.values()]
      .filter((one) => isInquiry(one) && one.status === 'pending')
      .reverse();
    const limit = call.number('limit', waiting.length);
    const headers = { 'x-total-count': String(waiting.length) };
    return { status: 200, headers, body: waiting.slice(0, limit).map(wire) };
  });
  routes.add('GET', '/inquiries/:id', (call) => ({ status: 200, body: wire(find(call.param('id'))) }));
  routes.add('PUT', '/inquiries/:id', (call) => {
    const id = call.param('id');
    const inquiry = find(id);
    const { response } = call.body<{ response: unknown }>({
      properties: { id: { type: 'string' }, response: { required: true } },
    });
    const result = inquiry.result as InquiryResult;
    if (result.users.length > 0 && !result.users.includes(call.user.name))
      throw new Refusal(403, `User "${call.user.name}" does not have permission to respond to inquiry "${id}".`);
    const fault = schemaFault(response, result.schema);
    if (fault !== undefined) throw badRequest(`Response for inquiry "${id}" did not pass schema validation. ${fault}`);
    engine.finish(inquiry, 'succeeded', { ...result, response });
    return { status: 200, body: { id, response } };
  });
}

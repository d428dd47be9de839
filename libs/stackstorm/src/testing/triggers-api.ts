import type { SimulatorRequest } from '@opsbook/http/testing';
import { filtered, page } from './page.ts';
import type { TriggerTypeRecord } from './records.ts';
import { Refusal, badRequest, noId, noResource, notFound } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { RulesEngine } from './rules-engine.ts';
import { type World, newToken } from './world.ts';

/** Source: st2common/models/api/trigger.py. */
const TYPE = {
  properties: {
    name: { type: 'string', required: true },
    pack: { type: 'string' },
    description: { type: 'string' },
    payload_schema: { type: 'object' },
    parameters_schema: { type: 'object' },
    tags: { type: 'array' },
    id: { type: 'string' },
    ref: { type: 'string' },
    uid: { type: 'string' },
    metadata_file: { type: 'string' },
  },
  additionalProperties: false,
};

/** Source: st2api/controllers/v1/triggers.py. */
export function triggersApi(routes: Routes, world: World): void {
  const find = (ref: string): TriggerTypeRecord => {
    const found = world.triggerTypes.get(ref) ?? [...world.triggerTypes.values()].find(({ id }) => id === ref);
    if (found === undefined) throw noResource(ref);
    return found;
  };
  routes.add('GET', '/triggertypes', (call) => {
    const found = filtered(world.triggerTypes.values(), call, { pack: ({ pack }, value) => pack === value });
    return page(
      call,
      found.sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    );
  });
  routes.add('GET', '/triggertypes/:ref', (call) => ({ status: 200, body: find(call.param('ref')) }));
  routes.add('POST', '/triggertypes', (call) => {
    const { name, pack, description, payload_schema, parameters_schema } = call.body<Partial<TriggerTypeRecord>>(TYPE);
    const ref = `${pack}.${name}`;
    const before = world.triggerTypes.get(ref);
    if (before !== undefined)
      throw new Refusal(
        409,
        'Tried to save duplicate unique keys (E11000 duplicate key error collection: st2.trigger_type_d_b)',
        {
          'conflict-id': before.id,
        },
      );
    const body = world.addTriggerType({
      pack: pack ?? '',
      name: name ?? '',
      description: description ?? '',
      payload_schema: payload_schema ?? {},
      parameters_schema: parameters_schema ?? {},
    });
    return { status: 201, body };
  });
  routes.add('DELETE', '/triggertypes/:ref', (call) => {
    const type = find(call.param('ref'));
    if (type.pack === 'core') throw badRequest("Resources belonging to system level packs can't be manipulated");
    world.triggerTypes.delete(type.ref);
    world.triggers.delete(type.ref);
    return { status: 204 };
  });
  routes.add('GET', '/triggerinstances', (call) => {
    const found = filtered(world.triggerInstances.values(), call, {
      trigger: ({ trigger }, value) => trigger === value,
      trigger_type: ({ trigger }, value) => world.triggers.get(trigger)?.type === value,
      timestamp_gt: ({ occurrence_time: at }, value) => Date.parse(at) > Date.parse(value),
      timestamp_lt: ({ occurrence_time: at }, value) => Date.parse(at) < Date.parse(value),
    });
    return page(call, found.reverse());
  });
  routes.add('GET', '/triggerinstances/:id', (call) => {
    const found = world.triggerInstances.get(call.param('id'));
    if (found === undefined) throw noId(call.param('id'));
    return { status: 200, body: found };
  });
}

/** Source: st2api/controllers/v1/webhooks.py. */
export function webhooksApi(routes: Routes, world: World, rules: RulesEngine): void {
  const hooks = () => [...world.triggers.values()].filter(({ type }) => type === 'core.st2.webhook');
  const urlOf = (parameters: Readonly<Record<string, unknown>>) => String(parameters['url']).replace(/^\/+|\/+$/g, '');
  // A hook's name may hold slashes, as many as four here.
  const paths = ['/:a', '/:a/:b', '/:a/:b/:c', '/:a/:b/:c/:d'];
  routes.add('GET', '/webhooks', () => ({ status: 200, body: hooks() }));
  for (const path of paths) {
    routes.add('POST', `/webhooks${path}`, ({ request }) => {
      const { body, headers } = request;
      const hook = Object.values(request.params).join('/');
      const tag = headers['st2-trace-tag'] ?? `webhook-${hook}-${newToken()}`;
      if (hook === 'st2') rules.emit(...systemHook(body), tag);
      else {
        const triggers = hooks().filter(({ parameters }) => urlOf(parameters) === hook);
        if (triggers.length === 0) throw notFound(`Webhook ${hook} not registered with st2`);
        for (const { type, parameters } of triggers) rules.emit({ type, parameters }, hookPayload(headers, body), tag);
      }
      return { status: 202, body: body ?? {} };
    });
  }
}

function systemHook(body: unknown): [unknown, unknown] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    const type = Array.isArray(body) ? 'array' : typeof body;
    throw badRequest(`Webhook body needs to be an object, got: ${type}`);
  }
  const { trigger, payload } = body as { trigger?: unknown; payload?: unknown };
  if (trigger === undefined || trigger === null || trigger === '') throw badRequest('Trigger not specified.');
  return [trigger, payload];
}

const KEPT_BACK = ['st2-api-key', 'x-auth-token', 'cookie', 'st2-trace-tag'];

/** What says who sent it is taken away. */
function hookPayload(headers: SimulatorRequest['headers'], body: unknown): Record<string, unknown> {
  const kept = Object.entries(headers).filter(([name]) => !KEPT_BACK.includes(name));
  const titled = kept.map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]);
  return { headers: Object.fromEntries(titled), headers_lower: Object.fromEntries(kept), body: body ?? {} };
}

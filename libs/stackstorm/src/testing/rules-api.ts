import type { Criterion } from '../rules/rule.ts';
import { OPERATORS } from './criteria/operators.ts';
import { schemaFault } from './json-schema.ts';
import { filtered, page, window } from './page.ts';
import type { RuleRecord } from './records.ts';
import { Refusal, badRequest, noId, noResource } from './refusal.ts';
import type { Call } from './call.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

/** Source: st2common/models/api/rule.py. */
const RULE = {
  properties: {
    id: { type: 'string' },
    ref: { type: 'string' },
    uid: { type: 'string' },
    name: { type: 'string', required: true },
    pack: { type: 'string' },
    description: { type: 'string' },
    type: { type: 'object', properties: { ref: { type: 'string', required: true } } },
    trigger: {
      type: 'object',
      required: true,
      properties: { type: { type: 'string', required: true }, parameters: { type: 'object' } },
    },
    criteria: { type: 'object' },
    action: {
      type: 'object',
      required: true,
      properties: {
        ref: { type: 'string', required: true },
        description: { type: 'string' },
        parameters: { type: 'object' },
      },
      additionalProperties: false,
    },
    enabled: { type: 'boolean' },
    context: { type: 'object' },
    tags: { type: 'array', items: { type: 'object' } },
    metadata_file: { type: 'string' },
  },
  additionalProperties: false,
};

type RuleBody = Partial<Omit<RuleRecord, 'action' | 'trigger'>> & {
  name: string;
  trigger: { type: string; parameters?: Record<string, unknown> };
  action: { ref: string; parameters?: Record<string, unknown> };
};

/** Sources: st2api/controllers/v1/rules.py, rule_enforcements.py; st2common/validators/api/reactor.py. */
export function rulesApi(routes: Routes, world: World): void {
  const find = (ref: string): RuleRecord => {
    const found = world.rules.get(ref) ?? [...world.rules.values()].find(({ id }) => id === ref);
    if (found === undefined) throw noResource(ref);
    return found;
  };
  const made = (call: Call, id: string): RuleRecord => {
    const given = call.body<RuleBody>(RULE);
    const { name, pack = 'default' } = given;
    const { type, parameters = {} } = given.trigger;
    const known = world.triggerTypes.get(type);
    const fault = known && schemaFault(parameters, known.parameters_schema);
    if (fault !== undefined) throw badRequest(fault);
    const trigger = world.triggerOf(type, parameters);
    if (trigger === undefined)
      throw badRequest(
        `Trigger "${type}" defined in the rule does not exist in system or it's missing required "parameters" attribute`,
      );
    const criteria = given.criteria ?? {};
    checkCriteria(criteria);
    return {
      id,
      ref: `${pack}.${name}`,
      uid: `rule:${pack}:${name}`,
      pack,
      name,
      description: given.description ?? '',
      enabled: given.enabled ?? false,
      type: { ref: given.type?.ref ?? 'standard', parameters: {} },
      trigger: { type, parameters, ref: trigger.ref },
      criteria,
      action: { ref: given.action.ref, parameters: given.action.parameters ?? {} },
      context: { user: call.user.name },
      tags: given.tags ?? [],
    };
  };

  routes.add('GET', '/rules', (call) => {
    const found = filtered(world.rules.values(), call, {
      pack: ({ pack }, value) => pack === value,
      action: ({ action }, value) => action.ref === value,
      enabled: ({ enabled }, value) => String(enabled) === value.toLowerCase(),
    });
    found.sort((a, b) => (a.ref < b.ref ? -1 : 1));
    // Neither an offset nor a usual limit.
    const { limit } = call.text('limit') === undefined ? { limit: 0 } : window(call);
    const headers = { 'x-total-count': String(found.length) };
    return { status: 200, headers, body: limit === 0 ? found : found.slice(0, limit) };
  });
  routes.add('GET', '/rules/:ref', (call) => ({ status: 200, body: find(call.param('ref')) }));
  routes.add('POST', '/rules', (call) => {
    const rule = made(call, world.newId());
    const before = world.rules.get(rule.ref);
    if (before !== undefined)
      throw new Refusal(
        409,
        'Tried to save duplicate unique keys (E11000 duplicate key error collection: st2.rule_d_b)',
        {
          'conflict-id': before.id,
        },
      );
    world.rules.set(rule.ref, rule);
    return { status: 201, body: rule };
  });
  routes.add('PUT', '/rules/:ref', (call) => {
    const before = find(call.param('ref'));
    const rule = made(call, before.id);
    // The last part of the path is written as the id.
    if (call.param('ref') !== before.id)
      throw badRequest(
        `ValidationError (RuleDB:None) ('${call.param('ref')}' is not a valid ObjectId, it must be a 12-byte input or a 24-character hex string: ['id'])`,
      );
    world.rules.delete(before.ref);
    world.rules.set(rule.ref, rule);
    return { status: 200, body: rule };
  });
  routes.add('DELETE', '/rules/:ref', (call) => {
    world.rules.delete(find(call.param('ref')).ref);
    return { status: 204 };
  });

  routes.add('GET', '/ruleenforcements', (call) => {
    const found = filtered(world.enforcements.values(), call, {
      rule_ref: ({ rule }, value) => rule.ref === value,
      execution: ({ execution_id: id }, value) => id === value,
      trigger_instance: ({ trigger_instance_id: id }, value) => id === value,
      enforced_at_gt: ({ enforced_at: at }, value) => Date.parse(at) > Date.parse(value),
      enforced_at_lt: ({ enforced_at: at }, value) => Date.parse(at) < Date.parse(value),
    });
    return page(call, found.reverse(), 50);
  });
  routes.add('GET', '/ruleenforcements/:id', (call) => {
    const found = world.enforcements.get(call.param('id'));
    if (found === undefined) throw noId(call.param('id'));
    return { status: 200, body: found };
  });
}

function checkCriteria(criteria: Readonly<Record<string, Criterion>>): void {
  for (const [field, criterion] of Object.entries(criteria)) {
    const { type, pattern } = criterion as Partial<Criterion>;
    if (type === undefined) throw badRequest(`Operator not specified for field: ${field}`);
    const allowed = [...Object.keys(OPERATORS), 'search'];
    if (!allowed.includes(type))
      throw badRequest(
        `For field: ${field}, operator ${type} not in list of allowed operators: [${allowed.map((one) => `'${one}'`).join(', ')}]`,
      );
    if (pattern === undefined || pattern === null)
      throw badRequest(`For field: ${field}, no pattern specified for operator ${type}`);
  }
}

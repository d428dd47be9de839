import { filtered, page, window } from './page.ts';
import type { RuleRecord } from './records.ts';
import { Refusal, badRequest, noId, noResource } from './refusal.ts';
import { type NewRule, RULE, ruleOf } from './rule-of.ts';
import type { Call } from './call.ts';
import type { Routes } from './routes.ts';
import type { World } from './world.ts';

/** Sources: st2api/controllers/v1/rules.py, rule_enforcements.py; st2common/validators/api/reactor.py. */
export function rulesApi(routes: Routes, world: World): void {
  const find = (ref: string): RuleRecord => {
    const found = world.rules.get(ref) ?? [...world.rules.values()].find(({ id }) => id === ref);
    if (found === undefined) throw noResource(ref);
    return found;
  };
  const made = (call: Call, id: string): RuleRecord =>
    ruleOf(world, call.body<NewRule>(RULE), { id, user: call.user.name });

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

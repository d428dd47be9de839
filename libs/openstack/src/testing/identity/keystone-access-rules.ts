import type { World } from '../world.ts';
import type { SimulatedAccessRule } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { notFound, notNow } from './keystone-errors.ts';
import { linked, listAnswer, matches } from './keystone-list.ts';
import { type Rule, any, self, systemReader } from './keystone-policy.ts';

const systemAdmin: Rule = ({ caller }) => caller.admin && caller.token.system;

/** Keystone's `/v3/users/{id}/access_rules`; not for an admin of a project. */
export function serveAccessRules(api: KeystoneApi): void {
  const path = '/users/:userId/access_rules';
  api.guarded('GET', path, 'list_access_rules', any(systemReader, self), (call) => {
    const own = call.world.state.accessRules.filter(
      ({ userId, service, method, path: at }) =>
        userId === call.params['userId'] && matches(call.query, { service, method, path: at }),
    );
    return listAnswer(
      call,
      'access_rules',
      own.map((rule) => ({ ...ruleView(rule), ...linked(call.base, `${call.path}/${rule.id}`) })),
    );
  });
  api.guarded('GET', `${path}/:ruleId`, 'get_access_rule', any(systemReader, self), (call) => ({
    status: 200,
    body: { access_rule: { ...ruleView(ruleOf(call)), ...linked(call.base, call.path) } },
  }));
  api.guarded('DELETE', `${path}/:ruleId`, 'delete_access_rule', any(systemAdmin, self), (call) => {
    const { id } = ruleOf(call);
    const { state } = call.world;
    if (state.applicationCredentials.some(({ accessRuleIds }) => accessRuleIds?.includes(id))) {
      throw notNow(`You are not authorized to perform the requested action: May not delete access rule in use.`);
    }
    state.accessRules = state.accessRules.filter((rule) => rule.id !== id);
    return { status: 204 };
  });
}

function ruleOf({ world, params }: KeystoneCall): SimulatedAccessRule {
  const { ruleId, userId } = params;
  const rule = world.state.accessRules.find((one) => one.id === ruleId && one.userId === userId);
  if (rule === undefined) throw notFound('Access Rule', ruleId);
  return rule;
}

/** The user's rule that says this: one that it has already is used again. */
export function addAccessRule(
  { state, ids }: World,
  userId: string,
  { service, method, path }: Omit<SimulatedAccessRule, 'id' | 'userId'>,
): SimulatedAccessRule {
  const there = state.accessRules.find(
    (one) => one.userId === userId && one.service === service && one.method === method && one.path === path,
  );
  if (there !== undefined) return there;
  const rule = { id: ids.keystone('access-rule'), userId, service, method, path };
  state.accessRules.push(rule);
  return rule;
}

export const ruleView = ({ id, service, method, path }: SimulatedAccessRule) => ({ id, service, path, method });

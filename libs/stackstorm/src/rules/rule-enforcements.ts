import { type Api, pathOf } from '../api.ts';

/** What became of a rule that a trigger instance matched, or whose match failed. */
export interface RuleEnforcement {
  id: string;
  status: 'succeeded' | 'failed';
  /** Why nothing was run. */
  failureReason: string | null;
  /** `pack.name`. */
  rule: string;
  triggerInstance: string;
  execution: string | null;
  at: string;
}

export interface RuleEnforcementFilter {
  rule?: string;
  triggerInstance?: string;
  execution?: string;
  /** UTC ISO 8601: later, or earlier, than that. */
  after?: string;
  before?: string;
  /** The latest ones; default all. */
  limit?: number;
}

/** As the API gives it: st2common/models/api/rule_enforcement.py. */
interface WireRuleEnforcement {
  id: string;
  status?: 'succeeded' | 'failed';
  failure_reason?: string;
  rule: { ref: string };
  trigger_instance_id: string;
  execution_id?: string;
  enforced_at: string;
}

export class RuleEnforcements {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The latest first. */
  async list(filter: RuleEnforcementFilter = {}): Promise<RuleEnforcement[]> {
    const { rule, triggerInstance, execution, after, before, limit } = filter;
    const query = {
      rule_ref: rule,
      trigger_instance: triggerInstance,
      execution,
      enforced_at_gt: after,
      enforced_at_lt: before,
    };
    const listed = { path: '/ruleenforcements', label: 'list the rule enforcements', query };
    return (await this.#api.list<WireRuleEnforcement>(listed, limit)).map(toRuleEnforcement);
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(id: string): Promise<RuleEnforcement> {
    const path = pathOf`/ruleenforcements/${id}`;
    const label = `get rule enforcement ${id}`;
    return toRuleEnforcement(await this.#api.request<WireRuleEnforcement>({ method: 'GET', path, label }));
  }
}

const toRuleEnforcement = (wire: WireRuleEnforcement): RuleEnforcement => ({
  id: wire.id,
  status: wire.status ?? 'succeeded',
  failureReason: wire.failure_reason ?? null,
  rule: wire.rule.ref,
  triggerInstance: wire.trigger_instance_id,
  execution: wire.execution_id ?? null,
  at: wire.enforced_at,
});

import type { Criterion } from '../rules/rule.ts';
import { OPERATORS } from './criteria/operators.ts';
import { schemaFault } from './json-schema.ts';
import type { RuleRecord } from './records.ts';
import { badRequest } from './refusal.ts';
import type { World } from './world.ts';

/** Source: st2common/models/api/rule.py. */
export const RULE = {
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

/** A rule as it is sent, or as a file of a pack says it. */
export type NewRule = Partial<Omit<RuleRecord, 'action' | 'trigger'>> & {
  name: string;
  trigger: { type: string; parameters?: Record<string, unknown> };
  action: { ref: string; parameters?: Record<string, unknown> };
};

/**
 * The rule that is asked for. Sources: st2api/controllers/v1/rules.py, st2common/validators/api/reactor.py.
 *
 * @throws Refusal for an unknown trigger, parameters that do not fit it, and criteria that are none
 */
export function ruleOf(world: World, given: NewRule, { id, user }: { id: string; user: string }): RuleRecord {
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
    context: { user: user },
    tags: given.tags ?? [],
  };
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

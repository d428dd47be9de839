import { TRIGGER_TYPES } from '../facts/trigger-types.ts';
import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import type { Rule } from '../shapes/rule-shape.ts';
import type { TriggerType } from '../shapes/trigger-type-shape.ts';
import { valueFaults } from '../value-faults.ts';
import { criteriaFaults } from './criteria-faults.ts';
import { checkCall } from './given-parameters.ts';
import { actionOf, parametersOf } from './known-actions.ts';
import { mayHave } from './payload-path.ts';
import { referencesIn } from './references-in.ts';

/**
 * A rule's trigger type is known and takes its parameters, each field of the payload that it uses is in the payload's schema, and its
 * action takes what it is given (st2 `st2common/validators/api/reactor.py`, `st2reactor/rules/enforcer.py`).
 */
export function ruleFaults(rule: Rule, pack: PackContent, report: Report): void {
  const { type, parameters } = rule.trigger;
  const trigger = triggerTypeOf(type, pack);
  if (!trigger && !pack.dependencies.has(type.split('.')[0] ?? ''))
    report('trigger.type', `there is no trigger type ${type}`);
  const schema = trigger?.parameters_schema;
  for (const { at, message } of schema ? valueFaults(parameters ?? {}, schema) : [])
    report(at === '' ? 'trigger.parameters' : `trigger.parameters.${at}`, message);
  const knows = (path: readonly string[]): boolean => mayHave(trigger?.payload_schema, path);
  criteriaFaults({ criteria: rule.criteria ?? {}, at: 'criteria', root: 'trigger', knows, report });
  const given = rule.action.parameters ?? {};
  const call = { ref: rule.action.ref, refAt: 'action.ref', given: Object.keys(given), givenAt: 'action.parameters' };
  checkCall({ ...call, pack, report });
  const action = actionOf(rule.action.ref, pack);
  const names = new Set(Object.keys(action ? parametersOf(action) : given));
  for (const { at, reference } of referencesIn(given, 'action.parameters', report)) {
    const [root, ...path] = reference;
    if (root === 'trigger' ? knows(path) : names.has(root) || VARIABLES.has(root)) continue;
    report(at, root === 'trigger' ? `the payload of ${type} has no ${path.join('.')}` : `there is no variable ${root}`);
  }
}

const VARIABLES: ReadonlySet<string> = new Set(['st2kv', 'action_context', 'config_context']);

function triggerTypeOf(ref: string, { ref: pack, triggerTypes }: PackContent): TriggerType | undefined {
  const own = [...triggerTypes.values()].find(({ name, pack: of }) => `${of ?? pack ?? ''}.${name}` === ref);
  return own ?? TRIGGER_TYPES.get(ref);
}

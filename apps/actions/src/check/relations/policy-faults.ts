import { POLICY_TYPES } from '../facts/policy-types.ts';
import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import type { Policy } from '../shapes/policy-shape.ts';
import { valueFaults } from '../value-faults.ts';
import { actionOf, parametersOf } from './known-actions.ts';

/** A policy's type is known and takes its parameters (st2 `st2common/models/api/policy.py`), and its action has the attributes. */
export function policyFaults(policy: Policy, pack: PackContent, report: Report): void {
  const schema = POLICY_TYPES[policy.policy_type];
  const parameters = policy.parameters ?? {};
  if (!schema) report('policy_type', `there is no policy type ${policy.policy_type}`);
  else {
    const whole = { type: 'object', properties: schema, additionalProperties: false };
    for (const { at, message } of valueFaults(parameters, whole))
      report(at === '' ? 'parameters' : `parameters.${at}`, message);
  }
  const action = actionOf(policy.resource_ref, pack);
  if (!action) report('resource_ref', `there is no action ${policy.resource_ref}`);
  const attributes = parameters['attributes'];
  if (!action || !Array.isArray(attributes)) return;
  const known = parametersOf(action);
  attributes.forEach((name, index) => {
    if (!Object.hasOwn(known, String(name)))
      report(`parameters.attributes.${index}`, `${policy.resource_ref} has no parameter ${String(name)}`);
  });
}

import type { AnyRunbook } from '@opsbook/runbook';
import { fieldsOf } from './fields-of.ts';
import { actionName } from './names.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';
import { subjectFields } from './subject-fields.ts';
import { yamlFile } from './yaml-file.ts';

/**
 * Two policies for what changes something. One execution at a time for each target: others wait, and are not refused by its
 * lease; a plan waits for plans alone. And one that was stopped by its time-out is tried again, which goes on with its run
 * (parameters as in st2 `st2common/policies/meta/`).
 */
export function policyFiles(runbook: AnyRunbook, { ref }: PackOptions): PackFile[] {
  if (runbook.risk === 'read-only') return [];
  const action = actionName(runbook.name);
  const attributes = subjectFields(fieldsOf(runbook)).map(({ parameter }) => parameter);
  const policy = (name: string, description: string, policyType: string, parameters: object) =>
    yamlFile(`policies/${name}.yaml`, {
      name,
      pack: ref,
      description,
      enabled: true,
      resource_ref: `${ref}.${action}`,
      policy_type: policyType,
      parameters,
    });
  const alone = policy(`${action}_alone`, `One ${runbook.name} at a time for each target`, 'action.concurrency.attr', {
    threshold: 1,
    action: 'delay',
    attributes: [...attributes, 'plan'],
  });
  const again = policy(`${action}_resume`, `Goes on with a ${runbook.name} that took too long`, 'action.retry', {
    retry_on: 'timeout',
    max_retry_count: 5,
    delay: 30,
  });
  return [...(attributes.length > 0 ? [alone] : []), again];
}

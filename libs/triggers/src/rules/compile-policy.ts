import type { RulePolicy } from '../rule.ts';
import type { TriggerType } from '../trigger-event.ts';
import { calendar } from './calendar.ts';
import type { RuleCompiler } from './rule-compiler.ts';
import type { PolicySource } from './schema/policy-schema.ts';
import { scopeNames } from './scope-names.ts';

/** Makes a rule's policy of what its file says. */
export function compilePolicy(
  source: Partial<PolicySource>,
  type: TriggerType | undefined,
  compiler: RuleCompiler,
): RulePolicy {
  const names = scopeNames(type, 'policy');
  const target = source.target === undefined ? undefined : compiler.text(source.target, names, ['policy', 'target']);
  const by = source.group === undefined ? undefined : compiler.text(source.group.by, names, ['policy', 'group', 'by']);
  needTarget(source, compiler);
  const { active, maintenance, throttle, oncePer, concurrency, breaker } = source;
  return {
    honourSilences: source.honourSilences ?? type === 'alert',
    onResolved: source.onResolved ?? 'finish',
    leaseWait: source.leaseWait ?? 0,
    ...(throttle && { throttle }),
    ...(by && source.group && { group: { by, window: source.group.window } }),
    ...(target && { target }),
    ...(oncePer && { oncePer }),
    ...(concurrency !== undefined && { concurrency }),
    ...(active && { active: { calendar: calendar(active), otherwise: active.otherwise } }),
    ...(maintenance && { maintenance: { calendar: calendar(maintenance), otherwise: maintenance.otherwise } }),
    ...approvalOf(source, type, compiler),
    ...(breaker && { breaker: breakerOf(breaker) }),
  };
}

function needTarget({ target, oncePer, breaker }: Partial<PolicySource>, compiler: RuleCompiler): void {
  if (target !== undefined) return;
  if (oncePer !== undefined) compiler.fault(['policy', 'oncePer'], 'needs policy.target: once per what?');
  if (breaker?.perTarget !== undefined) compiler.fault(['policy', 'breaker', 'perTarget'], 'needs policy.target');
}

function approvalOf(
  { approval }: Partial<PolicySource>,
  type: TriggerType | undefined,
  compiler: RuleCompiler,
): Pick<RulePolicy, 'approval'> {
  if (approval === undefined) return {};
  if (approval === 'required' || approval.notify === undefined) return { approval: {} };
  const notify = compiler.call(approval.notify, scopeNames(type, 'notify'), ['policy', 'approval', 'notify']);
  return { approval: notify === undefined ? {} : { notify } };
}

const breakerOf = ({ runs, per, perTarget }: NonNullable<PolicySource['breaker']>) => ({
  runs,
  per,
  ...(perTarget !== undefined && { perTarget }),
});

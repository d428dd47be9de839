import type { Rule, Success } from '../rule.ts';
import type { TriggerEvent, TriggerType } from '../trigger-event.ts';
import { compilePolicy } from './compile-policy.ts';
import { type Trigger, compileTrigger } from './compile-trigger.ts';
import { type Condition, all } from './conditions/condition.ts';
import { compileCondition } from './conditions/compile-condition.ts';
import { conditionHolds } from './conditions/condition-holds.ts';
import type { RuleCompiler } from './rule-compiler.ts';
import type { ConditionSource } from './schema/condition-schema.ts';
import type { RuleSource } from './schema/rule-schema.ts';
import { scopeNames } from './scope-names.ts';

/** A rule with what its report needs besides: the conditions one by one, the trigger's own not among them. */
export interface CompiledRule extends Rule {
  readonly when: readonly Condition[];
}

/** What of a rule its schema has accepted; of its conditions those that it has not are left out. */
export type PartialRule = Omit<Partial<RuleSource>, 'when'> & {
  when?: ConditionSource | (ConditionSource | undefined)[] | undefined;
};

/**
 * Compiles what of a rule its schema has accepted, so that each of its faults is found: undefined unless all is there and right.
 */
export function compileRule(source: PartialRule, place: string, compiler: RuleCompiler): CompiledRule | undefined {
  const { name, on } = source;
  const trigger = on && compileTrigger(on, name ?? '', compiler);
  const type = trigger?.on.type;
  const when = compileWhen(source, trigger, compiler);
  const policy = source.policy && compilePolicy(source.policy, type, compiler);
  const called = source.run !== undefined && source.input !== undefined;
  const call = called
    ? compiler.call({ run: source.run ?? '', input: source.input ?? {} }, scopeNames(type, 'input'), [])
    : undefined;
  const success = source.success && compileSuccess(source.success, type, compiler);
  const escalate = source.escalate && compiler.call(source.escalate, scopeNames(type, 'escalate'), ['escalate']);
  if (trigger !== undefined) refuseEndless(source, trigger, compiler);
  if (name === undefined || trigger === undefined || call === undefined || policy === undefined) return undefined;
  return {
    name,
    place,
    ...(source.description !== undefined && { description: source.description }),
    enabled: source.enabled ?? true,
    on: trigger.on,
    ...(trigger.timer && { timer: trigger.timer }),
    conditions: [trigger.text, ...when.map(({ text }) => text)],
    when,
    firstMismatch: (event) => firstMismatch(trigger, when, event),
    call,
    policy,
    ...(success && { success }),
    ...(escalate && { escalate }),
  };
}

function firstMismatch(trigger: Trigger, when: readonly Condition[], event: TriggerEvent): number | undefined {
  if (!trigger.matches(event)) return 0;
  // The time of arrival, so that the answer is the same whenever it is asked for.
  const now = arrival(event.receivedAt);
  for (let index = 0; index < when.length; index += 1) {
    if (when[index]?.test(event.payload, now) !== true) return index + 1;
  }
  return undefined;
}

// All rules are asked about one event before the next: reading its time once is a third of the work less.
let last = { text: '', at: 0 };

function arrival(text: string): number {
  if (last.text !== text) last = { text, at: Date.parse(text) };
  return last.at;
}

function compileWhen(source: PartialRule, trigger: Trigger | undefined, compiler: RuleCompiler): Condition[] {
  const names = scopeNames(trigger?.on.type, 'when');
  const context = { rule: source.name ?? '', names, fault: () => undefined };
  const ends = trigger?.ends && compileCondition({ field: 'run.status', inside: [...trigger.ends] }, context, []);
  return [
    ...(ends ? [ends] : []),
    ...(source.when === undefined ? [] : compiler.conditions(source.when, names, ['when'])),
  ];
}

function compileSuccess(
  { resolvedWithin, check }: NonNullable<RuleSource['success']>,
  type: TriggerType | undefined,
  compiler: RuleCompiler,
): Success {
  const within = resolvedWithin === undefined ? {} : { resolvedWithin };
  if (check === undefined) return within;
  const names = scopeNames(type, 'success');
  const path = ['success', 'check'];
  const { run, input, when } = check;
  const call = run === undefined ? undefined : compiler.call({ run, input }, names, path, { readOnly: true });
  const condition = all(compiler.conditions(when, names, [...path, 'when']));
  return { ...within, check: { ...(call && { run: call }), holds: (scope) => conditionHolds(condition, scope) } };
}

/** What has no end can neither be waited for to end, nor stop anything by it. */
function refuseEndless(source: PartialRule, { on }: Trigger, compiler: RuleCompiler): void {
  if ((on.type === 'alert' || on.type === 'sensor') && on.status === 'firing') return;
  const what = on.status === 'resolved' ? `what is resolved` : `a ${on.type}`;
  const message = `${what} is not resolved later: this goes with an alert or a sensor that fires`;
  if (source.success?.resolvedWithin !== undefined) compiler.fault(['success', 'resolvedWithin'], message);
  if (source.policy?.onResolved === 'cancel') compiler.fault(['policy', 'onResolved'], message);
}

import type { Json } from '@opsbook/runbook';
import { type Call, type Rule, type RulePolicy, durationText } from '@opsbook/triggers';
import { table } from '../format/table.ts';
import type { Style } from '../format/style.ts';

/** A rule as one would read it out. */
export function ruleText(rule: Rule, style: Style): string {
  const { name, place, description = '', enabled, conditions, call, policy, success, escalate } = rule;
  const facts = [
    ['Rule', style.bold(name)],
    ['At', place],
    ['About', description],
    ['Enabled', enabled ? 'yes' : style.yellow('no: what it matches is suppressed')],
    ...labelled('When', conditions),
    ...labelled('Runs', callLines(call)),
    ...labelled('Policy', policyLines(policy)),
    ...labelled('Helped', successLines(success)),
    ...labelled('Else', escalate === undefined ? [] : callLines(escalate)),
  ];
  return table(facts.filter(([, value]) => value !== ''));
}

const labelled = (label: string, lines: readonly string[]): string[][] =>
  lines.map((line, index) => [index === 0 ? label : '', line]);

/** The runbook, and each field of its input with its expressions. */
function callLines({ runbook, input }: Call): string[] {
  const fields = parsed(input.source);
  if (fields === null || typeof fields !== 'object' || Array.isArray(fields)) return [runbook, `  ${input.source}`];
  return [runbook, ...Object.entries(fields).map(([key, value]) => `  ${key}: ${valueText(value)}`)];
}

const valueText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value));

function parsed(source: string): Json {
  try {
    return JSON.parse(source) as Json;
  } catch {
    return source;
  }
}

function policyLines(policy: RulePolicy): string[] {
  const { throttle, group, target, oncePer, concurrency, active, maintenance, approval, breaker, leaseWait } = policy;
  return [
    ...(target === undefined ? [] : [`acts upon ${target.source}`]),
    ...(active === undefined ? [] : [`only ${active.calendar.text}; otherwise it ${otherwise[active.otherwise]}`]),
    ...(maintenance === undefined ? [] : [maintenanceText(maintenance)]),
    ...(policy.honourSilences ? [] : ['also what is silenced']),
    ...(oncePer === undefined ? [] : [`once per target in ${durationText(oncePer.within)}`]),
    ...(breaker === undefined ? [] : [breakerText(breaker)]),
    ...(throttle === undefined ? [] : [`at most ${throttle.count} runs in ${durationText(throttle.per)}`]),
    ...(group === undefined ? [] : [`one run for each ${group.by.source} in ${durationText(group.window)}`]),
    ...(concurrency === undefined ? [] : [`at most ${concurrency} runs at once`]),
    ...(leaseWait === 0 ? [] : [`waits ${durationText(leaseWait)} for a lease`]),
    ...(approval === undefined ? [] : [approvalText(approval)]),
    ...(policy.onResolved === 'cancel' ? ['when it is resolved, the run is cancelled'] : []),
  ];
}

const otherwise = { suppress: 'is suppressed', wait: 'waits until then' };

const maintenanceText = ({ calendar, otherwise: then }: NonNullable<RulePolicy['maintenance']>): string =>
  `nothing during maintenance: ${calendar.text}; then it ${then === 'wait' ? 'waits until that is over' : 'is suppressed'}`;

const breakerText = ({ runs, per, perTarget }: NonNullable<RulePolicy['breaker']>): string =>
  `stops after ${runs} runs${perTarget === undefined ? '' : `, or ${perTarget} for one target,`} in ${durationText(per)}`;

const approvalText = ({ notify }: NonNullable<RulePolicy['approval']>): string =>
  notify === undefined ? 'people have to approve it' : `people have to approve it, told by ${notify.runbook}`;

function successLines(success: Rule['success']): string[] {
  if (success === undefined) return [];
  const { resolvedWithin, check } = success;
  return [
    ...(resolvedWithin === undefined ? [] : [`when it is resolved within ${durationText(resolvedWithin)} of the run`]),
    ...(check === undefined ? [] : [`when the report of ${check.run?.runbook ?? 'the run'} says so`]),
  ];
}

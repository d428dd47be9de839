import type { Rule, TimerSpec } from '../rule.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { globPattern } from './conditions/regular-expression.ts';
import type { RuleCompiler } from './rule-compiler.ts';
import type { TimerSource, TriggerSource } from './schema/trigger-schema.ts';
import { durationText } from './duration.ts';
import { cronFault } from './timers/next-tick.ts';

export interface Trigger {
  on: Rule['on'];
  timer?: TimerSpec;
  /** Of runs: the ends that count. */
  ends?: readonly string[];
  text: string;
  matches(event: TriggerEvent): boolean;
}

/** Makes a rule's trigger of what its file says. */
export function compileTrigger(source: TriggerSource, rule: string, compiler: RuleCompiler): Trigger {
  const { alert, webhook, sensor, run, timer, status } = source;
  const end = status === 'resolved' ? 'resolved' : 'firing';
  if (timer !== undefined) {
    const spec = timerSpec(timer, compiler);
    return {
      ...trigger({ type: 'timer', source: rule, status: 'firing' }, `a tick of ${timerText(spec)}`),
      timer: spec,
    };
  }
  if (run !== undefined) {
    const on = { type: 'run', source: run, status: 'firing' } as const;
    return {
      ...trigger(on, `the end of a run of ${named(run, 'runbook')}`),
      ...(Array.isArray(status) && { ends: status }),
    };
  }
  if (webhook !== undefined) {
    return trigger({ type: 'webhook', source: webhook, status: 'firing' }, `the webhook ${named(webhook, 'name')}`);
  }
  const verb = end === 'firing' ? 'fires' : 'is resolved';
  return alert === undefined
    ? trigger({ type: 'sensor', source: sensor ?? '*', status: end }, `a finding of ${named(sensor, 'sensor')} ${verb}`)
    : trigger({ type: 'alert', source: alert, status: end }, `an alert of ${named(alert, 'source')} ${verb}`);
}

const named = (source: string | undefined, what: string) => (source === '*' ? `any ${what}` : (source ?? ''));

function trigger(on: Rule['on'], text: string): Trigger {
  const fits = sourceTest(on.source);
  return {
    on,
    text,
    matches: ({ type, status, source }) => type === on.type && status === on.status && fits(source),
  };
}

/** Only `*` is special: a source may be called `a[1]`. */
export function sourceTest(wanted: string): (source: string) => boolean {
  if (wanted === '*') return () => true;
  if (!wanted.includes('*')) return (source) => source === wanted;
  const pattern = globPattern(wanted.replace(/[?[]/g, '[$&]'));
  return (source) => pattern.test(source);
}

function timerSpec(timer: TimerSource, compiler: RuleCompiler): TimerSpec {
  const { missed } = timer;
  if (timer.every !== undefined) {
    return { every: timer.every, ...(timer.anchor !== undefined && { anchor: timer.anchor }), missed };
  }
  if (timer.at !== undefined) return { at: timer.at, missed };
  const cron = timer.cron ?? '';
  const fault = cronFault(cron);
  if (fault !== undefined) compiler.fault(['on', 'timer', 'cron'], fault);
  return { cron, timeZone: timer.timeZone ?? 'UTC', missed };
}

function timerText(spec: TimerSpec): string {
  if ('cron' in spec) return `the timer '${spec.cron}' ${spec.timeZone}`;
  return 'every' in spec ? `the timer every ${durationText(spec.every)}` : `the timer at ${spec.at}`;
}

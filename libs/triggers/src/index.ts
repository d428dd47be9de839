export { type AlertNow } from './alert-now.ts';
export { engineRuns } from './decide/engine-runs.ts';
export { openBreakers } from './decide/open-breakers.ts';
export { type PolicyVerdictOptions, type Verdict, policyVerdict } from './decide/policy-verdict.ts';
export { type Replay, type ReplayOptions, replay } from './decide/replay.ts';
export { type RunEnded, type RunRequest, type Runs } from './decide/runs.ts';
export { type TriggersOptions } from './decide/triggers-options.ts';
export { Triggers } from './decide/triggers.ts';
export { type EmitPolicy } from './emit/emission.ts';
export { Emitter, type EmitterOptions, type EventSink } from './emit/emitter.ts';
export { type TriggerName, triggerOf, triggerTypes } from './emit/trigger-types.ts';
export { TriggersError, type TriggersErrorCode, isTriggersError } from './errors.ts';
export {
  type Emission,
  type EventState,
  type FinalState,
  type Intent,
  type Mismatches,
  type RuleDigest,
  type StoredTriggerEvent,
  type Suppressor,
  type Wait,
} from './event-state.ts';
export { type AskedRule } from './explain/asked-rules.ts';
export { type ExplainOptions, type StepEnd, type Story, explain } from './explain/explain.ts';
export { storyText } from './explain/story-text.ts';
export {
  type AlertGroup,
  type AlertmanagerDelivery,
  type AlertmanagerEvents,
  alertmanagerEvents,
} from './intake/alertmanager-events.ts';
export { type WebhookDelivery, webhookEvent } from './intake/webhook-event.ts';
export { type Asked, type Remediation } from './remediation.ts';
export {
  type Calendar,
  type Call,
  type Rule,
  type RulePolicy,
  type RuleSet,
  type Scope,
  type Success,
  type Template,
  type TimerSpec,
} from './rule.ts';
export { eventScope, type ConditionReport, type RuleReport, ruleReport } from './rules/rule-report.ts';
export { runOf } from './run-of.ts';
export { type RuleFile, loadRules } from './rules/load-rules.ts';
export { readRuleFiles } from './rules/read-rule-files.ts';
export { type RuleMatch, matchRules } from './rules/match-rules.ts';
export { rulesJsonSchema } from './rules/schema/known-keys.ts';
export { type CalendarSource, calendar } from './rules/calendar.ts';
export { durationText } from './rules/duration.ts';
export { missedTicks } from './rules/timers/missed-ticks.ts';
export { nextTick } from './rules/timers/next-tick.ts';
export { fromWallTime } from './rules/wall-clock.ts';
export { type Finding, type OpenFinding } from './sensors/finding.ts';
export { Sensor, type SensorHealth, type SensorOptions } from './sensors/sensor.ts';
export { Timers, type TimersOptions } from './sensors/timers.ts';
export { type LedgerHolder, holdLedger, ledgerHolder } from './store/hold-ledger.ts';
export { type TriggerStoreOptions, openTriggerStore } from './store/open-trigger-store.ts';
export { type TriggerEvent, type TriggerType } from './trigger-event.ts';
export { type Appended, type Decision, type EventFilter, type Remembered, type TriggerStore } from './trigger-store.ts';

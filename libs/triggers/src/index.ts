export { TriggersError, type TriggersErrorCode, isTriggersError } from './errors.ts';
export {
  type EventState,
  type FinalState,
  type Intent,
  type Mismatches,
  type RuleDigest,
  type StoredTriggerEvent,
  type Suppressor,
  type Wait,
} from './event-state.ts';
export { type Remediation } from './remediation.ts';
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
export { type TriggerStoreOptions, openTriggerStore } from './store/open-trigger-store.ts';
export { type TriggerEvent, type TriggerType } from './trigger-event.ts';
export { type Appended, type Decision, type EventFilter, type TriggerStore } from './trigger-store.ts';

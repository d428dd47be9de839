export { type Action, type Actions, type ParameterSchema } from './actions.ts';
export { type AliasMatch, type Aliases } from './aliases.ts';
export { StackStormClient } from './client.ts';
export {
  StackStormError,
  type StackStormErrorCode,
  type StackStormErrorDetails,
  type StackStormErrorKind,
  isStackStormError,
} from './errors.ts';
export { type CompletedStatus, type Execution, type ExecutionStatus, isCompleted } from './executions/execution.ts';
export { type ExecutionFilter, type Executions } from './executions/executions.ts';
export { type NewExecution, type Templates } from './executions/new-execution.ts';
export { type Patience } from './executions/wait-for-execution.ts';
export { type Inquiries, type Inquiry } from './inquiries.ts';
export { type Key, type KeyPlace, type KeyScope, type Keys, type NewKey } from './keys.ts';
export { type StackStormAuth, type StackStormOptions } from './options.ts';
export { type Pack, type PackContent, type PackRegistration, type Packs } from './packs.ts';
export { type RuleEnforcement, type RuleEnforcementFilter, type RuleEnforcements } from './rules/rule-enforcements.ts';
export { type Criterion, type NewRule, type Rule } from './rules/rule.ts';
export { type Rules } from './rules/rules.ts';
export { stackstorm } from './stackstorm.ts';
export { type Stream, type StreamEvent, type StreamFilter } from './stream/stream.ts';
export { type Reference, references } from './templates/expression.ts';
export { neutralizeJinja, templatesIn } from './templates/neutralize-jinja.ts';
export { looksLikeTemplate, parseTemplate, type TemplatePart } from './templates/parse-template.ts';
export { NotReproduced, TemplateSyntaxError } from './templates/template-errors.ts';
export { type Trace, type TraceComponent, type TraceFilter, type Traces } from './traces.ts';
export {
  type TriggerInstance,
  type TriggerInstanceFilter,
  type TriggerInstances,
} from './triggers/trigger-instances.ts';
export { type JsonSchema, type NewTriggerType, type TriggerType, type TriggerTypes } from './triggers/trigger-types.ts';
export { type Tracing, type Webhook, type Webhooks } from './triggers/webhooks.ts';

export { type ApprovalRule, mayNotAnswer } from './approvals.ts';
export { type AuditEntry, type AuditFilter, type AuditKind, type StoredAuditEntry, auditOf } from './audit.ts';
export { type Brake } from './brake.ts';
export { type AnyRunbook, type Replacement, type Risk, type Runbook, defineRunbook } from './define-runbook.ts';
export { type AuditTrail, type EarlierChange, type EarlierOptions } from './earlier.ts';
export { EmbeddedEngine } from './embedded/embedded-engine.ts';
export { type EmbeddedEngineOptions } from './embedded/embedded-engine-options.ts';
export { type MemoryEngineOptions, memoryEngine } from './embedded/memory-engine.ts';
export { MemoryStore } from './embedded/memory-store.ts';
export {
  type Answer,
  type JournalEntry,
  type JournalWrite,
  type RunFilter,
  type RunStore,
  type Signal,
} from './embedded/run-store.ts';
export { RunIds, isRunId } from './embedded/run-id.ts';
export { trail } from './embedded/trail.ts';
export {
  type AnswerRequest,
  type Engine,
  type EngineOptions,
  type Execution,
  type FreezeRequest,
  type ListFilter,
  type StartRequest,
  type Work,
  type WorkOptions,
} from './engine.ts';
export {
  type ErrorValue,
  RunbookError,
  type RunbookErrorCode,
  StepError,
  errorValue,
  isRunbookError,
  isTransient,
} from './errors.ts';
export { type AskPurpose, type ItemStatus, type RunEvent, type StepStatus, type StoredEvent } from './events.ts';
export { type Verb } from './verb.ts';
export { type CutOptions, cutJson } from './cut-json.ts';
export { type ExecuteOptions, type RunEnd, executeRun } from './execute-run.ts';
export { type Freeze, freezeOf, freezeText, frozen } from './freeze.ts';
export { type Json } from './json.ts';
export { type Look, absent, done, failed, underway } from './look.ts';
export { type PlanOptions, makePlan } from './make-plan.ts';
export { type OpenQuestion } from './open-question.ts';
export { fail, keep, refuse, skip } from './outcomes.ts';
export { type Fault, invalidInput, parseInput } from './parse-input.ts';
export { type PlanNode, type PlanStatus } from './plan-node.ts';
export { type Plan, approvedPlan, flatten } from './plan.ts';
export { type PlannedMail, plannedMail } from './planned-mail.ts';
export { type Completion, type Op, type RunPort } from './port.ts';
export {
  type AskOptions,
  type EachOptions,
  type EachReport,
  type EnsureOptions,
  type GroupLimit,
  type ItemReport,
  type OnceOptions,
  type Patience,
  type RunContext,
  type WaitOptions,
} from './run-context.ts';
export { RunGuard } from './run-guard.ts';
export { type ExportedRun, type RunExport } from './run-export.ts';
export {
  type ApprovalPolicy,
  type ApprovedPlan,
  type ChildEnd,
  type LeaseAnswer,
  type LeaseHolder,
  type Requester,
  type RunOwner,
  type RunRecord,
  type RunStatus,
  type UndoReport,
  hasEnded,
} from './run-record.ts';
export { type PlannedChange, type ShownPlan } from './shown-plan.ts';
export { giveSecret, secretInput } from './secret-input.ts';
export { TimeWindow, isWindowOpen, nextOpening } from './time-window.ts';
export { unknown } from '@opsbook/context';

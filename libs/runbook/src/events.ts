import type { ErrorValue } from './errors.ts';
import type { Json } from './json.ts';
import type { PlannedChange } from './shown-plan.ts';
import type { Verb } from './verb.ts';

/** What a run says about itself while it goes on; kept with the run, in order, each once however often it is replayed. */
export type RunEvent = {
  /** Unique in the run, and the same in every replay. */
  key: string;
  /** The step, or '' for the run. */
  path: string;
} & (
  | {
      type: 'step';
      verb: Verb;
      status: StepStatus;
      why?: string;
      error?: ErrorValue;
      value?: Json;
      /** What a change met and what it made of it; also of one that was sent and then failed. */
      change?: { before?: Json; after?: Json };
    }
  | {
      type: 'item';
      each: string;
      item: string;
      label?: string;
      status: ItemStatus | 'started';
      why?: string;
      error?: ErrorValue;
      value?: Json;
    }
  | {
      type: 'asked';
      question: string;
      purpose: AskPurpose;
      approvers?: string[];
      count: number;
      until?: string;
      /** What is to be approved. */
      plan?: { hash: string; changes: PlannedChange[] };
    }
  | { type: 'answered'; decision: string; by?: string }
  | { type: 'progress'; data: Json }
  | { type: 'log'; message: string; data?: Json }
  | { type: 'undo'; outcome: string; why?: string }
  | { type: 'cancel'; reason: string }
);

/** `unchanged` and `changed` are the ends of an ensured step, `done` that of the others. */
export type StepStatus = 'started' | 'changing' | 'unchanged' | 'changed' | 'done' | 'failed';

export type ItemStatus = 'changed' | 'unchanged' | 'skipped' | 'failed';

/** `approval` of a plan, a question of the runbook, or whether an effect of unknown outcome took place. */
export type AskPurpose = 'approval' | 'question' | 'outcome';

/** An event as the ledger gives it back. */
export type StoredEvent = RunEvent & {
  /** Rises with every event of the ledger. */
  seq: number;
  /** UTC ISO 8601. */
  at: string;
};

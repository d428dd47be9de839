import type { AnyRunbook } from '../define-runbook.ts';
import type { Json } from '../json.ts';
import { below } from '../plan.ts';
import type { RunRecord } from '../run-record.ts';
import { childRunId } from './run-id.ts';

export interface ChildToStart {
  parent: RunRecord;
  /** Of the step that starts it. */
  path: string;
  runbook: AnyRunbook;
  input: Json;
  targets: string[];
  /** Of the code that runs now. */
  version: string;
  /** UTC ISO 8601. */
  at: string;
}

/** The record of a run that another one starts: it waits for no lease, and is bound to its part of the plan. */
export function childRecord({ parent, path, runbook, input, targets, version, at }: ChildToStart): RunRecord {
  return {
    id: childRunId(parent.id, path),
    root: parent.root,
    parent: parent.id,
    runbook: runbook.name,
    version,
    risk: runbook.risk,
    input,
    requestedBy: parent.requestedBy,
    status: 'waiting',
    createdAt: at,
    targets,
    leaseWait: 0,
    approval: 'given',
    ...(parent.plan !== undefined && { plan: below(parent.plan, path) }),
    epoch: 0,
  };
}

/** Source: st2common/constants/action.py. */
export const COMPLETED_STATUSES = ['succeeded', 'failed', 'timeout', 'canceled', 'abandoned'] as const;

export type CompletedStatus = (typeof COMPLETED_STATUSES)[number];
export type ExecutionStatus =
  | CompletedStatus
  | 'requested'
  | 'scheduled'
  | 'delayed'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'resuming'
  /** An inquiry that waits for its answer. */
  | 'pending'
  | 'canceling';

/** One run of an action. Times are UTC ISO 8601. */
export interface Execution {
  id: string;
  /** `pack.name`. */
  action: string;
  /** `local-shell-cmd`. */
  runner: string;
  status: ExecutionStatus;
  /** Secret ones are masked. */
  parameters: Readonly<Record<string, unknown>>;
  /** What the runner made of it: of a shell command `{stdout, stderr, return_code, succeeded, failed}`; null before its end. */
  result: unknown;
  /** Who it runs as. */
  user: string | null;
  context: Readonly<Record<string, unknown>>;
  startedAt: string;
  endedAt: string | null;
  /** The execution that began it. */
  parent: string | null;
  children: readonly string[];
  /** What began it: the rule's ref and the trigger instance's id. */
  rule: string | null;
  triggerInstance: string | null;
  log: readonly { status: string; at: string }[];
  webUrl: string | null;
}

export const isCompleted = (status: ExecutionStatus): status is CompletedStatus =>
  COMPLETED_STATUSES.some((one) => one === status);

/** As the API gives it: st2common/models/api/execution.py. */
export interface WireExecution {
  id: string;
  action?: { ref?: string };
  runner?: { name?: string };
  status: ExecutionStatus;
  parameters?: Record<string, unknown>;
  result?: unknown;
  context?: Record<string, unknown>;
  start_timestamp: string;
  end_timestamp?: string | null;
  parent?: string | null;
  children?: string[];
  rule?: { ref?: string };
  trigger_instance?: { id?: string };
  log?: { status: string; timestamp: string }[];
  web_url?: string;
}

export function toExecution(wire: WireExecution): Execution {
  const { context = {} } = wire;
  return {
    id: wire.id,
    action: wire.action?.ref ?? '',
    runner: wire.runner?.name ?? '',
    status: wire.status,
    parameters: wire.parameters ?? {},
    result: wire.result ?? null,
    user: typeof context['user'] === 'string' ? context['user'] : null,
    context,
    startedAt: wire.start_timestamp,
    endedAt: wire.end_timestamp ?? null,
    parent: wire.parent ?? null,
    children: wire.children ?? [],
    rule: wire.rule?.ref ?? null,
    triggerInstance: wire.trigger_instance?.id ?? null,
    log: (wire.log ?? []).map(({ status, timestamp }) => ({ status, at: timestamp })),
    webUrl: wire.web_url ?? null,
  };
}

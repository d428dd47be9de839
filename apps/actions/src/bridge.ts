import type { Json } from '@opsbook/runbook';
import * as z from 'zod';

/**
 * The environment variables through which an action of the pack reaches `opsbook action`. The first two are set by the
 * action's own `env`; StackStorm adds the others after it (st2 `st2common/runners/base.py`).
 */
export const BRIDGE_ENV = {
  /** One JSON object, {@link bridgeSchema}. Linux allows 128 KiB for it, its name included. */
  params: 'OPSBOOK_PARAMS',
  /** The path of the configuration file. */
  config: 'OPSBOOK_CONFIG',
  execution: 'ST2_ACTION_EXECUTION_ID',
  apiUrl: 'ST2_ACTION_API_URL',
  token: 'ST2_ACTION_AUTH_TOKEN',
} as const;

/**
 * What a run has to know of the execution that asks for it, as Jinja expressions for the `context` of the bridge. An execution
 * has no keys but those of its own origin, and an undefined name fails it, hence `get` (st2 `st2common/util/param.py`).
 */
export const BRIDGE_CONTEXT: Readonly<Record<keyof z.input<typeof bridgeContextSchema>, string>> = {
  user: "action_context.get('user')",
  apiUser: "action_context.get('api_user')",
  trace: "action_context.get('trace_context')",
  rule: "action_context.get('rule')",
  parent: "action_context.get('parent')",
  retry: "action_context.get('policies', {}).get('retry')",
  rerun: "action_context.get('re-run')",
  timeout: 'timeout',
  channel: "action_context.get('source_channel', config_context.chat_channel)",
};

/** Null stands for what an execution does not have; keys of StackStorm's own objects that nobody needs are dropped. */
const bridgeContextSchema = z.object({
  /** Whoever the execution belongs to. */
  user: z.string().nullish(),
  /** Whoever wrote in the chat; the execution itself belongs to the bot. */
  apiUser: z.string().nullish(),
  trace: z.object({ id_: z.string().nullish(), trace_tag: z.string().nullish() }).nullish(),
  /** The rule that fired. */
  rule: z.object({ name: z.string().nullish() }).nullish(),
  /** The workflow's execution. */
  parent: z.object({ execution_id: z.string().nullish() }).nullish(),
  /**
   * A retry by policy is a new execution that names the one before by the id of its live action, which is not the id of an
   * execution (st2 `st2actions/policies/retry.py`).
   */
  retry: z.object({ retry_count: z.number().nullish(), retried_liveaction_id: z.string().nullish() }).nullish(),
  /** A re-run by hand, a new execution as well; `ref` is the id of the first (st2 `st2api/controllers/v1/actionexecutions.py`). */
  rerun: z.object({ ref: z.string().nullish() }).nullish(),
  /** Seconds after which the runner sends SIGTERM to the whole session (st2 `st2common/util/shell.py`, `kill_process`). */
  timeout: z.number().nullish(),
  /**
   * Where in the chat it was asked for, or else where the pack's configuration has it told; a child of a workflow has that of the
   * workflow (st2 `st2common/services/workflows.py`).
   */
  channel: z.string().nullish(),
});

/** The value of `environment` in {@link bridgeSchema}, as a Jinja expression. */
export const BRIDGE_ENVIRONMENT = 'config_context.environment';

const isOwn = (name: string): boolean => /^(OPSBOOK|ST2)_/.test(name);

/** Null is what StackStorm's store does not have (st2 `st2common/util/config_loader.py`). */
const environmentSchema = z.record(z.string(), z.string().nullable()).transform((variables, context) => {
  for (const name of Object.keys(variables).filter(isOwn))
    context.addIssue({ code: 'custom', path: [name], message: 'is a name of opsbook or StackStorm itself' });
  return Object.fromEntries(Object.entries(variables).filter((pair): pair is [string, string] => pair[1] !== null));
});

/** The JSON object in {@link BRIDGE_ENV}`.params`. */
export const bridgeSchema = z.strictObject({
  /** Every parameter of the runbook; null for one that was not given. */
  // As they were parsed: a schema of JSON would leave out keys that the runbook's own check has to refuse.
  params: z.record(z.string(), z.custom<Json>()),
  /** Absent for runbooks that only read. */
  plan: z.boolean().nullish(),
  /** Of the plan that somebody has seen, or its beginning: whatever would be done otherwise is refused. */
  planHash: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/, "is no plan's hash (8 to 64 hexadecimal digits)")
    .nullish(),
  context: bridgeContextSchema.default({}),
  /** Variables that the configuration sees besides those of the environment, and that no child process inherits. */
  environment: environmentSchema.default({}),
});

export type Bridge = z.infer<typeof bridgeSchema>;

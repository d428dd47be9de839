import type { ExecutionStatus } from '../executions/execution.ts';
import type { Criterion } from '../rules/rule.ts';
import type { Schema } from './json-schema.ts';

// What the simulator keeps, in the API's own words.

export interface ActionRecord {
  id: string;
  ref: string;
  pack: string;
  name: string;
  description: string;
  runner_type: string;
  enabled: boolean;
  entry_point: string;
  parameters: Record<string, Schema>;
}

export interface ExecutionRecord {
  id: string;
  action: ActionRecord;
  status: ExecutionStatus;
  parameters: Record<string, unknown>;
  result: unknown;
  context: Record<string, unknown>;
  start_timestamp: string;
  end_timestamp: string | undefined;
  log: { status: string; timestamp: string }[];
  output: { type: 'stdout' | 'stderr'; data: string }[];
  rule: string | undefined;
  triggerInstance: string | undefined;
  delay: number;
  cancel: AbortController;
}

export interface TriggerTypeRecord {
  id: string;
  ref: string;
  pack: string;
  name: string;
  description: string;
  payload_schema: Schema;
  parameters_schema: Schema;
}

export interface TriggerRecord {
  id: string;
  ref: string;
  pack: string;
  name: string;
  type: string;
  parameters: Readonly<Record<string, unknown>>;
}

export interface TriggerInstanceRecord {
  id: string;
  trigger: string;
  payload: Record<string, unknown>;
  occurrence_time: string;
  status: 'pending' | 'processing' | 'processed' | 'processing_failed';
}

export interface RuleRecord {
  id: string;
  ref: string;
  uid: string;
  pack: string;
  name: string;
  description: string;
  enabled: boolean;
  type: { ref: string; parameters: Record<string, unknown> };
  trigger: { type: string; parameters: Readonly<Record<string, unknown>>; ref: string };
  criteria: Readonly<Record<string, Criterion>>;
  action: { ref: string; parameters: Readonly<Record<string, unknown>> };
  context: Record<string, unknown>;
  tags: readonly unknown[];
}

export interface EnforcementRecord {
  id: string;
  trigger_instance_id: string;
  execution_id?: string;
  failure_reason?: string;
  rule: { ref: string; id: string; uid: string };
  enforced_at: string;
  status: 'succeeded' | 'failed';
}

export interface ComponentRecord {
  object_id: string;
  ref: string;
  updated_at: string;
  caused_by: { id?: string; type?: string };
}

export interface TraceRecord {
  id: string;
  trace_tag: string;
  action_executions: ComponentRecord[];
  rules: ComponentRecord[];
  trigger_instances: ComponentRecord[];
  start_timestamp: string;
}

export interface KeyRecord {
  id: string;
  scope: 'st2kv.system' | 'st2kv.user';
  /** Whose; of the system's empty. */
  user: string;
  name: string;
  /** In the clear. */
  value: string;
  secret: boolean;
  /** Milliseconds since the Unix epoch. */
  expires: number | undefined;
}

export interface AliasRecord {
  id: string;
  ref: string;
  pack: string;
  name: string;
  description: string;
  enabled: boolean;
  action_ref: string;
  formats: (string | { display?: string; representation?: string[] })[];
}

export interface PackRecord {
  id: string;
  ref: string;
  name: string;
  description: string;
  version: string;
  author: string;
}

/** Somebody who may log in. */
export interface SimulatedUser {
  name: string;
  password: string;
  /** Default true: without RBAC everybody is one. */
  admin?: boolean;
}

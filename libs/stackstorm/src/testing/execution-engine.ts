import { type ExecutionStatus, isCompleted } from '../executions/execution.ts';
import { castParameter } from './cast-parameter.ts';
import { wireExecution } from './execution-wire.ts';
import { schemaFault } from './json-schema.ts';
import type { ActionRecord, ExecutionRecord, TraceRecord } from './records.ts';
import { badRequest } from './refusal.ts';
import { DEFAULT_INQUIRY } from './inquiry.ts';
import { ParamError, type Render, liveParameters } from './templates/live-parameters.ts';
import type { TraceStore } from './trace-store.ts';
import type { World } from './world.ts';

/** What a runner is given. */
export interface RunningExecution {
  id: string;
  /** `pack.name`. */
  action: string;
  runner: string;
  /** With the action's defaults where nothing was given; secrets in the clear. */
  parameters: Readonly<Record<string, unknown>>;
  context: Readonly<Record<string, unknown>>;
  /** Aborted when it is cancelled. */
  signal: AbortSignal;
  /** Writes to its output. */
  write: (data: string, type?: 'stdout' | 'stderr') => void;
}

/** Does what an action does. What it throws is a failed execution. */
export type Runner = (execution: RunningExecution) => Promise<{ status: ExecutionStatus; result: unknown }>;

export interface Request {
  action: ActionRecord;
  parameters: Readonly<Record<string, unknown>>;
  context: Record<string, unknown>;
  /** Further names that templates in parameters see. */
  facts?: Readonly<Record<string, unknown>>;
  delay?: number;
  trace?: TraceRecord | undefined;
  /** What a trace says it came from. */
  cause?: { id: string; type: string };
}

/** Milliseconds until the scheduler and the runner have taken an execution up. */
const TAKEN_UP = 50;

/** Notes executions and runs them. Sources: st2common/services/action.py, st2api/controllers/v1/actionexecutions.py. */
export class ExecutionEngine {
  readonly #world: World;
  readonly #traces: TraceStore;
  readonly #runner: Runner;
  readonly #render: Render | undefined;
  /** Called with what has come to its end. */
  onCompleted: (execution: ExecutionRecord) => void = () => undefined;
  /** Called with an inquiry that waits. */
  onInquiry: (execution: ExecutionRecord) => void = () => undefined;

  constructor(world: World, traces: TraceStore, { runner, render }: { runner: Runner; render: Render | undefined }) {
    this.#world = world;
    this.#traces = traces;
    this.#runner = runner;
    this.#render = render;
  }

  /** @throws Refusal for parameters that do not fit; what cannot be rendered leaves a failed execution behind */
  request({ action, parameters, context, facts = {}, delay = 0, trace, cause }: Request): ExecutionRecord {
    const names = { action_context: context, config_context: {}, st2kv: this.#datastore(), ...facts };
    let given: Record<string, unknown>;
    try {
      given = liveParameters(parameters, names, this.#render);
    } catch (error) {
      if (!(error instanceof ParamError)) throw error;
      const failed = this.#note({ action, parameters: { ...parameters }, context, delay });
      this.finish(failed, 'failed', { error: error.message, traceback: '' });
      throw badRequest(error.message);
    }
    for (const [name, value] of Object.entries(given))
      given[name] = castParameter(value, action.parameters[name]?.['type']);
    if (!action.enabled) throw badRequest(`Unable to execute. Action "${action.ref}" is disabled.`);
    const fault = schemaFault(given, { properties: action.parameters, additionalProperties: false });
    if (fault !== undefined) throw badRequest(fault);
    const fixed = Object.keys(given).filter((name) => action.parameters[name]?.['immutable'] === true);
    if (fixed.length > 0) {
      const list = fixed.map((name) => `'${name}'`).join(', ');
      throw badRequest(`Override of immutable parameter(s) [${list}] is unsupported.`);
    }
    const execution = this.#note({ action, parameters: given, context, delay });
    const into = trace ?? this.#traces.begin(`execution-${execution.id}`);
    this.#traces.add(into, 'action_executions', execution.id, action.ref, cause);
    this.#world.clock.after(delay + TAKEN_UP, () => void this.#run(execution));
    return execution;
  }

  /** As a cancelling is asked for: what runs is told, what does not is over. */
  cancel(execution: ExecutionRecord, user: string): void {
    execution.context['cancelled_by'] = user;
    const running = execution.status === 'running' || execution.context['parent'] !== undefined;
    if (running) this.#set(execution, 'canceling');
    else this.finish(execution, 'canceled', { message: 'Action canceled by user.', user });
    execution.cancel.abort(new Error('cancelled'));
  }

  finish(execution: ExecutionRecord, status: ExecutionStatus, result: unknown): void {
    execution.result = result;
    execution.end_timestamp = this.#world.iso();
    this.#set(execution, status);
    this.onCompleted(execution);
  }

  #note({
    action,
    parameters,
    context,
    delay = 0,
  }: Pick<Request, 'action' | 'context' | 'delay'> & { parameters: Record<string, unknown> }) {
    const execution: ExecutionRecord = {
      id: this.#world.newId(),
      action,
      status: delay > 0 ? 'delayed' : 'requested',
      parameters,
      result: undefined,
      context: { ...context, pack: action.pack },
      start_timestamp: this.#world.iso(),
      end_timestamp: undefined,
      log: [],
      output: [],
      rule: undefined,
      triggerInstance: undefined,
      delay,
      cancel: new AbortController(),
    };
    this.#world.executions.set(execution.id, execution);
    this.#log(execution);
    this.#publish('create', execution);
    return execution;
  }

  async #run(execution: ExecutionRecord): Promise<void> {
    if (isCompleted(execution.status)) return;
    this.#set(execution, 'scheduled');
    this.#set(execution, 'running');
    const { action, context, cancel } = execution;
    const defaults = Object.entries(action.parameters).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const parameters = { ...Object.fromEntries(defaults), ...execution.parameters };
    if (action.runner_type === 'inquirer') {
      execution.result = { ...DEFAULT_INQUIRY, ...parameters };
      this.#set(execution, 'pending');
      this.onInquiry(execution);
      return;
    }
    const write = (data: string, type: 'stdout' | 'stderr' = 'stdout') => {
      execution.output.push({ type, data });
      const body = { execution_id: execution.id, action_ref: action.ref, output_type: type, data };
      const event = { action: action.ref, execution: execution.id, body };
      this.#world.events.publish({ name: 'st2.execution.output__create', ...event });
    };
    const running = { id: execution.id, action: action.ref, runner: action.runner_type, parameters, context };
    const ended = await this.#runner({ ...running, signal: cancel.signal, write }).catch((error: unknown) => ({
      status: 'failed' as const,
      result: { error: error instanceof Error ? error.message : String(error), traceback: '' },
    }));
    if (isCompleted(execution.status)) return;
    if (execution.status === 'canceling') this.finish(execution, 'canceled', ended.result);
    else this.finish(execution, ended.status, ended.result);
  }

  #set(execution: ExecutionRecord, status: ExecutionStatus): void {
    execution.status = status;
    this.#log(execution);
    this.#publish('update', execution);
  }

  #log(execution: ExecutionRecord): void {
    execution.log.push({ status: execution.status, timestamp: this.#world.iso() });
  }

  #publish(what: 'create' | 'update', execution: ExecutionRecord): void {
    const about = { action: execution.action.ref, execution: execution.id };
    this.#world.events.publish({
      name: `st2.execution__${what}`,
      ...about,
      body: wireExecution(this.#world, execution),
    });
  }

  #datastore(): unknown {
    const live = this.#world.keys.filter(({ scope }) => scope === 'st2kv.system');
    return { system: Object.fromEntries(live.map(({ name, value }) => [name, value])) };
  }
}

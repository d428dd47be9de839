import { type ExecutionStatus, isCompleted } from '../executions/execution.ts';
import { NotReproduced } from '../templates/template-errors.ts';
import { wireExecution } from './execution-wire.ts';
import type { ActionRecord, ExecutionRecord, TraceRecord } from './records.ts';
import { Refusal, badRequest } from './refusal.ts';
import { DEFAULT_INQUIRY } from './inquiry.ts';
import { checkParameters, finalParameters, liveParameters } from './execution-parameters.ts';
import { CastFailed } from './templates/cast.ts';
import { RenderFailed } from './templates/evaluate.ts';
import type { Access, Runner } from './runner.ts';
import type { TraceStore } from './trace-store.ts';
import type { World } from './world.ts';

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
  readonly #access: Access;
  /** Called with what has come to its end. */
  onCompleted: (execution: ExecutionRecord) => void = () => undefined;
  /** Called with an inquiry that waits. */
  onInquiry: (execution: ExecutionRecord) => void = () => undefined;

  constructor(world: World, traces: TraceStore, { runner, access }: { runner: Runner; access: Access }) {
    this.#world = world;
    this.#traces = traces;
    this.#runner = runner;
    this.#access = access;
  }

  /** @throws Refusal for parameters that do not fit; what cannot be rendered leaves a failed execution behind */
  request({ action, parameters, context, facts = {}, delay = 0, trace, cause }: Request): ExecutionRecord {
    let given: Record<string, unknown>;
    try {
      given = liveParameters(this.#world, { action, parameters, context, facts });
    } catch (error) {
      if (error instanceof NotReproduced) throw new Refusal(501, `the simulator cannot render it: ${error.message}`);
      if (!(error instanceof RenderFailed)) throw error;
      if (error instanceof CastFailed) throw badRequest(error.message);
      const failed = this.#note({ action, parameters: { ...parameters }, context, delay });
      this.finish(failed, 'failed', { error: error.message, traceback: '' });
      throw badRequest(error.message);
    }
    if (!action.enabled) throw badRequest(`Unable to execute. Action "${action.ref}" is disabled.`);
    checkParameters(action, given);
    const execution = this.#note({ action, parameters: given, context, delay });
    const into = trace ?? this.#traces.begin(`execution-${execution.id}`);
    this.#traces.add(into, 'action_executions', execution.id, action.ref, cause);
    this.#world.clock.after(delay + TAKEN_UP, () => void this.#run(execution));
    return execution;
  }

  /**
   * As a cancelling is asked for. What runs is cancelled soon after, whatever its process does, whose result is never taken then.
   * Sources: st2common/services/action.py (`request_cancellation`), st2actions/container/base.py (`_do_cancel`),
   * st2common/services/executions.py (`update_execution`).
   */
  cancel(execution: ExecutionRecord, user: string): void {
    execution.context['cancelled_by'] = user;
    const cancelled = () => {
      if (isCompleted(execution.status)) return;
      this.finish(execution, 'canceled', { message: 'Action canceled by user.', user });
      execution.cancel.abort(new Error('cancelled'));
    };
    if (execution.status === 'running' || execution.context['parent'] !== undefined) {
      this.#set(execution, 'canceling');
      this.#world.clock.after(TAKEN_UP, cancelled);
    } else cancelled();
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
    let parameters: Record<string, unknown>;
    try {
      parameters = finalParameters(this.#world, execution);
    } catch (error) {
      this.finish(execution, 'failed', { error: messageOf(error), traceback: '' });
      return;
    }
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
    const { apiUrl, token, revoke } = this.#access(String(context['user']));
    const running = {
      ...{ id: execution.id, action: action.ref, pack: action.pack, runner: action.runner_type, parameters, context },
      ...{ apiUrl, token, clock: this.#world.clock, signal: cancel.signal, write },
    };
    const ended = await this.#runner(running).catch((error: unknown) => ({
      status: 'failed' as const,
      result: { error: messageOf(error), traceback: '' },
    }));
    revoke();
    if (!isCompleted(execution.status)) this.finish(execution, ended.status, ended.result);
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
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import { type Api, pathOf } from '../api.ts';
import { isStackStormError } from '../errors.ts';
import type { Stream } from '../stream/stream.ts';
import { type Execution, type ExecutionStatus, type WireExecution, toExecution } from './execution.ts';
import { type NewExecution, executionRequest, parametersFor } from './new-execution.ts';
import { templatesIn } from '../templates/neutralize-jinja.ts';
import { type Patience, waitForExecution } from './wait-for-execution.ts';

/** All that is given must hold. */
export interface ExecutionFilter {
  action?: string;
  status?: ExecutionStatus;
  user?: string;
  /** A rule's name without its pack: StackStorm looks at no more. */
  ruleName?: string;
  triggerInstance?: string;
  parent?: string;
  /** UTC ISO 8601: begun later, or earlier, than that. */
  after?: string;
  before?: string;
  /** The latest ones; default all of them. */
  limit?: number;
}

/** Executions: what StackStorm runs, has run, or is to run. */
export class Executions {
  readonly #api: Api;
  readonly #stream: Stream;

  constructor(api: Api, stream: Stream) {
    this.#api = api;
    this.#stream = stream;
  }

  /**
   * Runs an action; returns when StackStorm has noted it. Never sent twice: where no answer came (`outcomeUnknown`) a `traceTag`
   * finds out whether it was ({@link Traces.executionsOf}).
   * @throws STACKSTORM_BAD_REQUEST for an unknown action, parameters that do not fit, an immutable one; STACKSTORM_TEMPLATE;
   * STACKSTORM_INVALID_INPUT; STACKSTORM_FORBIDDEN for another `user`
   */
  async create(input: NewExecution): Promise<Execution> {
    const body = executionRequest(input);
    return toExecution(
      await this.#api.request<WireExecution>({
        method: 'POST',
        path: '/executions',
        label: `run ${input.action}`,
        body,
      }),
    );
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(id: string): Promise<Execution> {
    const path = pathOf`/executions/${id}`;
    return toExecution(await this.#api.request<WireExecution>({ method: 'GET', path, label: `get execution ${id}` }));
  }

  /** The latest first. */
  async list(filter: ExecutionFilter = {}): Promise<Execution[]> {
    const { action, status, user, ruleName, triggerInstance, parent, after, before, limit } = filter;
    const query = {
      action,
      status,
      user,
      rule: ruleName,
      trigger_instance: triggerInstance,
      parent,
      timestamp_gt: after,
      timestamp_lt: before,
      // Else a `timestamp_gt` turns the order around.
      sort_desc: after === undefined ? undefined : true,
    };
    const listed = { path: '/executions', label: 'list the executions', query };
    return (await this.#api.list<WireExecution>(listed, limit)).map(toExecution);
  }

  /**
   * Asks for its cancelling: `canceling` while it runs, else `canceled` at once. One that was cancelled before is given back.
   * @throws STACKSTORM_COMPLETED where it has ended otherwise, STACKSTORM_NOT_FOUND; STACKSTORM_BAD_REQUEST for an inquiry that
   * waits, which can only be answered or withdrawn ({@link Inquiries.withdraw})
   */
  async cancel(id: string): Promise<Execution> {
    const path = pathOf`/executions/${id}`;
    try {
      return toExecution(
        await this.#api.request<WireExecution>({ method: 'DELETE', path, label: `cancel execution ${id}` }),
      );
    } catch (error) {
      if (!isStackStormError(error) || error.serviceMessage?.endsWith('State = canceling.') !== true) throw error;
      return this.get(id);
    }
  }

  /**
   * Runs the same again, with other parameters where given; a trace goes on. StackStorm renders the parameters of the first time
   * once more, so `templates` is about them too.
   * @throws as {@link create}
   */
  async reRun(id: string, input: Pick<NewExecution, 'parameters' | 'templates' | 'user'> = {}): Promise<Execution> {
    const label = `run execution ${id} again`;
    const { parameters: given = {}, templates, user } = input;
    const inherited = templates === 'evaluate' ? {} : (await this.get(id)).parameters;
    const odd = Object.entries(inherited).filter(([name, value]) => templatesIn(value, name).length > 0);
    const parameters = { ...Object.fromEntries(odd), ...given };
    const body = {
      parameters: parametersFor(label, { parameters, ...(templates !== undefined && { templates }) }),
      ...(user !== undefined && { user }),
    };
    const path = pathOf`/executions/${id}/re_run`;
    return toExecution(await this.#api.request<WireExecution>({ method: 'POST', path, label, body }));
  }

  /** What it began, and what that began; `depth` 1 is what it began itself, default all. */
  async children(id: string, { depth = -1 }: { depth?: number } = {}): Promise<Execution[]> {
    const path = pathOf`/executions/${id}/children`;
    const label = `list the children of execution ${id}`;
    const found = await this.#api.request<WireExecution[]>({ method: 'GET', path, label, query: { depth } });
    return found.map(toExecution);
  }

  /** What it has written so far, while output is streamed (StackStorm's default). */
  async output(id: string, { type }: { type?: 'stdout' | 'stderr' } = {}): Promise<string> {
    const path = pathOf`/executions/${id}/output`;
    const text = await this.#api.request<string | undefined>({
      method: 'GET',
      path,
      label: `read the output of execution ${id}`,
      query: { output_type: type },
      answer: 'text',
    });
    return text ?? '';
  }

  /**
   * Waits for its end, told by the stream and by looking: a stream that breaks, or is not there, loses nothing.
   * @throws STACKSTORM_TIMEOUT when it has not ended in time; it goes on
   */
  wait(id: string, patience: Patience = {}): Promise<Execution> {
    return waitForExecution(id, patience, {
      clock: this.#api.clock,
      stream: this.#api.hasStream ? this.#stream : undefined,
      look: () => this.get(id),
    });
  }

  /** Cancels it if it can still be cancelled. @returns what it came to, or comes to */
  async stop(id: string): Promise<Execution> {
    try {
      return await this.cancel(id);
    } catch (error) {
      if (!isStackStormError(error) || error.code !== 'STACKSTORM_COMPLETED') throw error;
      return this.get(id);
    }
  }
}

import { isCompleted } from '../executions/execution.ts';
import type { Call } from './call.ts';
import type { ExecutionEngine } from './execution-engine.ts';
import { parentOf, wireExecution } from './execution-wire.ts';
import { filtered, page } from './page.ts';
import type { ExecutionRecord } from './records.ts';
import { Refusal, badRequest, noId } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { TraceStore } from './trace-store.ts';
import type { World } from './world.ts';

/** Source: st2common/models/api/action.py, LiveActionCreateAPI. */
const REQUEST = {
  properties: {
    action: { type: 'string', required: true, pattern: '^[a-zA-Z0-9_.-]+\\.[a-zA-Z0-9_.-]+$' },
    parameters: { type: 'object' },
    context: { type: 'object' },
    user: { type: 'string' },
    delay: { type: 'integer' },
    notify: { type: 'object' },
    workflow_context: { type: 'object' },
  },
};

interface ExecutionBody {
  action: string;
  parameters?: Record<string, unknown>;
  context?: Record<string, unknown>;
  user?: string;
  delay?: number;
}

const CANCELABLE = ['requested', 'scheduled', 'delayed', 'running', 'pausing', 'paused', 'resuming'];

/** Source: st2api/controllers/v1/actionexecutions.py. */
export function executionsApi(
  routes: Routes,
  { world, traces, engine }: { world: World; traces: TraceStore; engine: ExecutionEngine },
): void {
  const get = (call: Call): ExecutionRecord => {
    const id = call.param('id');
    const found = id === 'last' ? [...world.executions.values()].at(-1) : world.executions.get(id);
    if (found === undefined) throw noId(id);
    return found;
  };
  const answer = (status: number, execution: ExecutionRecord) => ({ status, body: wireExecution(world, execution) });

  const schedule = (call: Call, { action: ref, parameters = {}, context = {}, user, delay = 0 }: ExecutionBody) => {
    const action = world.actions.get(ref);
    if (action === undefined) throw badRequest(`Action "${ref}" cannot be found.`);
    if (isGiven(user) && user !== call.user.name)
      call.demandAdmin('"user" attribute can only be provided by admins when RBAC is enabled');
    const added = contextOf(call.request.headers['st2-context']);
    const all: Record<string, unknown> = { ...context, user: isGiven(user) ? user : call.user.name, ...added };
    return answer(
      201,
      engine.request({ action, parameters, context: all, delay, trace: traces.of(all['trace_context']) }),
    );
  };

  routes.add('POST', '/executions', (call) => schedule(call, call.body<ExecutionBody>(REQUEST)));
  routes.add('POST', '/executions/:id/re_run', (call) => {
    const before = get(call);
    const schema = {
      properties: { parameters: { type: 'object' }, tasks: { type: 'array' }, user: { type: 'string' } },
    };
    const { parameters, tasks, user, delay } = call.body<ExecutionBody & { tasks?: unknown[] }>(schema);
    if (tasks !== undefined && tasks.length > 0 && before.action.runner_type !== 'orquesta')
      throw badRequest('Task option is only supported for Orquesta workflows.');
    const trace = traces.with('action_executions', before.id);
    const context = {
      're-run': { ref: before.id },
      ...(trace !== undefined && { trace_context: { id_: trace.id } }),
    };
    const merged = { ...before.parameters, ...parameters };
    return schedule(call, {
      action: before.action.ref,
      parameters: merged,
      context,
      ...(user !== undefined && { user }),
      ...(delay !== undefined && { delay }),
    });
  });

  routes.add('GET', '/executions', (call) => {
    const found = filtered(world.executions.values(), call, {
      action: ({ action }, value) => action.ref === value,
      status: ({ status }, value) => status === value,
      user: ({ context }, value) => context['user'] === value,
      rule: ({ rule }, value) => rule !== undefined && world.rules.get(rule)?.name === value,
      trigger_instance: ({ triggerInstance }, value) => triggerInstance === value,
      parent: (execution, value) => parentOf(execution) === value,
      timestamp_gt: ({ start_timestamp }, value) => Date.parse(start_timestamp) > Date.parse(value),
      timestamp_lt: ({ start_timestamp }, value) => Date.parse(start_timestamp) < Date.parse(value),
    });
    const upwards = call.text('sort_desc') === undefined && call.text('timestamp_lt') === undefined;
    const ascending = upwards && (call.text('timestamp_gt') ?? call.text('sort_asc')) !== undefined;
    if (!ascending) found.reverse();
    return page(
      call,
      found.map((execution) => wireExecution(world, execution)),
    );
  });
  routes.add('GET', '/executions/:id', (call) => answer(200, get(call)));
  routes.add('GET', '/executions/:id/children', (call) => {
    const depth = call.number('depth', -1);
    const below = (id: string, level: number): ExecutionRecord[] =>
      [...world.executions.values()]
        .filter((one) => parentOf(one) === id)
        .flatMap((one) => [one, ...(level === 1 ? [] : below(one.id, level - 1))]);
    return { status: 200, body: below(get(call).id, depth).map((one) => wireExecution(world, one)) };
  });
  routes.add('GET', '/executions/:id/output', (call) => {
    const type = call.text('output_type') ?? 'all';
    if (!['all', 'stdout', 'stderr'].includes(type))
      throw badRequest(`'${type}' is not one of ['all', 'stdout', 'stderr']`);
    const lines = get(call).output.filter((one) => type === 'all' || one.type === type);
    return { status: 200, body: lines.map(({ data }) => data).join('') };
  });

  routes.add('DELETE', '/executions/:id', (call) => {
    const execution = get(call);
    if (execution.status === 'canceled') return answer(200, execution);
    // A refusal with the status of success.
    if (!CANCELABLE.includes(execution.status))
      throw new Refusal(200, `Action cannot be canceled. State = ${execution.status}.`);
    engine.cancel(execution, call.user.name);
    return answer(200, execution);
  });
  routes.add('PUT', '/executions/:id', (call) => {
    const execution = get(call);
    const { status, result } = call.body<{ status: ExecutionRecord['status']; result?: unknown }>({
      properties: { status: { type: 'string', required: true } },
    });
    if (isCompleted(execution.status)) throw badRequest('Execution is already in completed state.');
    if (status === 'canceled' || status === 'canceling') {
      if (!CANCELABLE.includes(execution.status))
        throw new Refusal(500, 'Failed updating execution due to unexpected error.');
      engine.cancel(execution, call.user.name);
    } else engine.finish(execution, status, result ?? execution.result);
    return answer(200, execution);
  });
}

const isGiven = (user: string | undefined): user is string => user !== undefined && user !== '';

function contextOf(header: string | undefined): Record<string, unknown> {
  if (header === undefined || header === '') return {};
  try {
    const context = JSON.parse(header) as unknown;
    if (typeof context === 'object' && context !== null && !Array.isArray(context))
      return context as Record<string, unknown>;
  } catch {
    // Refused below, as everything that is no object.
  }
  throw badRequest("Unable to convert st2-context from the headers into JSON (was <class 'str'>).");
}

import { type Api, pathOf } from './api.ts';

/** One thing in a trace. */
export interface TraceComponent {
  id: string;
  ref: string;
  at: string;
  causedBy: { type: string; id: string } | null;
}

/** What belongs together: an event, the rules that matched it, what they ran, and what came of that. */
export interface Trace {
  id: string;
  traceTag: string;
  executions: readonly TraceComponent[];
  rules: readonly TraceComponent[];
  triggerInstances: readonly TraceComponent[];
  startedAt: string;
}

export interface TraceFilter {
  traceTag?: string;
  execution?: string;
  rule?: string;
  triggerInstance?: string;
  /** The latest ones; default all. */
  limit?: number;
}

interface WireComponent {
  object_id: string;
  ref?: string;
  updated_at: string;
  caused_by?: { id?: string; type?: string };
}

/** As the API gives it: st2common/models/api/trace.py. */
interface WireTrace {
  id: string;
  trace_tag: string;
  action_executions?: WireComponent[];
  rules?: WireComponent[];
  trigger_instances?: WireComponent[];
  start_timestamp: string;
}

export class Traces {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The latest first. Several can have one tag: whoever names it begins one of his own. */
  async list({ traceTag, execution, rule, triggerInstance, limit }: TraceFilter = {}): Promise<Trace[]> {
    const query = { trace_tag: traceTag, execution, rule, trigger_instance: triggerInstance };
    return (await this.#api.list<WireTrace>({ path: '/traces', label: 'list the traces', query }, limit)).map(toTrace);
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(id: string): Promise<Trace> {
    return toTrace(
      await this.#api.request<WireTrace>({ method: 'GET', path: pathOf`/traces/${id}`, label: `get trace ${id}` }),
    );
  }

  /** The ids of everything that was run under a tag, the earliest first. */
  async executionsOf(traceTag: string): Promise<string[]> {
    const components = (await this.list({ traceTag })).flatMap(({ executions }) => executions);
    const inOrder = components.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return [...new Set(inOrder.map(({ id }) => id))];
  }
}

const toComponents = (wire: WireComponent[] = []): TraceComponent[] =>
  wire.map(({ object_id, ref, updated_at, caused_by: cause }) => ({
    id: object_id,
    ref: ref ?? '',
    at: updated_at,
    causedBy: cause?.id !== undefined && cause.type !== undefined ? { type: cause.type, id: cause.id } : null,
  }));

const toTrace = (wire: WireTrace): Trace => ({
  id: wire.id,
  traceTag: wire.trace_tag,
  executions: toComponents(wire.action_executions),
  rules: toComponents(wire.rules),
  triggerInstances: toComponents(wire.trigger_instances),
  startedAt: wire.start_timestamp,
});

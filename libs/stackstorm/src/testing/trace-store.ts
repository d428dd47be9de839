import { Refusal, badRequest } from './refusal.ts';
import type { ComponentRecord, TraceRecord } from './records.ts';
import type { World } from './world.ts';

type Kind = 'action_executions' | 'rules' | 'trigger_instances';

/** Which events, rules and executions belong together. Source: st2common/services/trace.py. */
export class TraceStore {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * The trace that a context names by id; one that is only named by a tag is always a new one.
   * @throws Refusal where there is none of that id
   */
  of(context: unknown): TraceRecord | undefined {
    if (typeof context !== 'object' || context === null) return undefined;
    const { id_: id, trace_tag: tag } = context as { id_?: unknown; trace_tag?: unknown };
    if (typeof id === 'string') {
      const trace = this.#world.traces.get(id);
      if (trace === undefined) throw badRequest(`Unable to find Trace with id="${id}"`);
      return trace;
    }
    if (typeof tag !== 'string' || tag === '') throw new Refusal(500, 'Internal Server Error');
    return this.begin(tag);
  }

  begin(tag: string): TraceRecord {
    const trace: TraceRecord = {
      id: this.#world.newId(),
      trace_tag: tag,
      action_executions: [],
      rules: [],
      trigger_instances: [],
      start_timestamp: this.#world.iso(),
    };
    this.#world.traces.set(trace.id, trace);
    return trace;
  }

  add(trace: TraceRecord, kind: Kind, id: string, ref: string, cause: ComponentRecord['caused_by'] = {}): void {
    trace[kind].push({ object_id: id, ref, updated_at: this.#world.iso(), caused_by: cause });
  }

  /** The trace that something is part of. */
  with(kind: Kind, id: string): TraceRecord | undefined {
    return [...this.#world.traces.values()].find((trace) => trace[kind].some(({ object_id }) => object_id === id));
  }
}

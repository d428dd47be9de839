import { createHash } from 'node:crypto';
import { type Attributes, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { type IdGenerator, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { scrub } from '@opsbook/context';
import type { RunRecord, StoredEvent } from '@opsbook/runbook';
import type { EventState, TriggerEvent } from '@opsbook/triggers';
import { type StepSpan, stepSpans } from './step-spans.ts';

interface Emitted {
  traceId: string;
  spanId: string;
  parent?: string;
  name: string;
  /** UTC ISO 8601, or milliseconds since the epoch. */
  from: string | number;
  to: string | number;
  kind?: SpanKind;
  attributes?: Attributes;
  /** Why it failed. */
  error?: string | undefined;
}

/**
 * Traces from an event to the last step of its run. Ids are made of those in the ledgers: whichever process tells of a part, before
 * or after a crash, tells of the same trace, and nothing has to be kept for it.
 */
export class Tracing {
  readonly #ids = new GivenIds();
  readonly #provider: TracerProvider;

  /** @param name `service.name` */
  constructor(processor: SpanProcessor, name = 'opsbook') {
    const resource = defaultResource().merge(resourceFromAttributes({ 'service.name': name }));
    this.#provider = new TracerProvider({ resource, idGenerator: this.#ids, spanProcessors: [processor] });
  }

  /** A request brought an event. @param from milliseconds since the epoch: when it began */
  received({ id, type, source }: TriggerEvent, from: number, to: number): void {
    const attributes = { 'opsbook.event': id, 'opsbook.source': source };
    const spans = { traceId: traceIdOf(id), spanId: spanIdOf(id, 'intake'), parent: spanIdOf(id, '') };
    this.#emit({ ...spans, name: `intake ${type}`, from, to, kind: SpanKind.SERVER, attributes });
  }

  /** An event came to its final state: the root of its trace. */
  decided({ id, type, source, receivedAt }: TriggerEvent, state: EventState, at: string): void {
    const attributes = {
      'opsbook.event': id,
      'opsbook.state': state.state,
      ...('rule' in state && { 'opsbook.rule': state.rule }),
      ...('run' in state && { 'opsbook.run': state.run }),
      ...('by' in state && { 'opsbook.by': state.by }),
      ...('why' in state && { 'opsbook.why': scrub(state.why) }),
    };
    const error = state.state === 'failed' ? state.error.message : undefined;
    const spans = { traceId: traceIdOf(id), spanId: spanIdOf(id, '') };
    this.#emit({ ...spans, name: `${type} ${source}: ${state.state}`, from: receivedAt, to: at, attributes, error });
  }

  /** A run has ended, with what it said about itself. One that no event led to is a trace of its own. */
  ran(run: RunRecord, events: readonly StoredEvent[]): void {
    const { id, root, runbook, status, requestedBy, createdAt, startedAt = createdAt, endedAt = startedAt } = run;
    const event = requestedBy['event'];
    const traceId = traceIdOf(typeof event === 'string' ? event : root);
    const spanId = spanIdOf(id, '');
    const above = run.parent ?? event;
    const parent = typeof above === 'string' ? { parent: spanIdOf(above, '') } : {};
    const attributes = { 'opsbook.run': id, 'opsbook.status': status, 'opsbook.requested_by': requestedBy.user };
    const error = status === 'done' ? undefined : (run.error?.message ?? status);
    this.#emit({ traceId, spanId, ...parent, name: runbook, from: startedAt, to: endedAt, attributes, error });
    for (const step of stepSpans(events)) this.#step(id, traceId, step);
  }

  async stop(): Promise<void> {
    await this.#provider.shutdown();
  }

  #step(run: string, traceId: string, { path, verb, status, from, to, error }: StepSpan): void {
    const attributes = { 'opsbook.run': run, 'opsbook.step': path, 'opsbook.verb': verb, 'opsbook.status': status };
    const spans = { traceId, spanId: spanIdOf(run, path), parent: spanIdOf(run, '') };
    this.#emit({ ...spans, name: path, from, to, attributes, error });
  }

  #emit({ traceId, spanId, parent, name, from, to, kind = SpanKind.INTERNAL, attributes, error }: Emitted): void {
    const above = parent && { traceId, spanId: parent, traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const context = above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
    this.#ids.next = { traceId, spanId };
    const options = { startTime: new Date(from), kind, ...(attributes && { attributes }) };
    const span = this.#provider.getTracer('opsbook').startSpan(name, options, context);
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: scrub(error) });
    span.end(new Date(to));
  }
}

class GivenIds implements IdGenerator {
  next = { traceId: '', spanId: '' };
  generateTraceId = (): string => this.next.traceId;
  generateSpanId = (): string => this.next.spanId;
}

const hexOf = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

export const traceIdOf = (id: string): string => hexOf(`trace ${id}`, 32);
const spanIdOf = (id: string, part: string): string => hexOf(`span ${id} ${part}`, 16);

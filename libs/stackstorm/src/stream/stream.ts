import { createParser } from 'eventsource-parser';
import { sleep } from '@opsbook/context';
import { isHttpError } from '@opsbook/http';
import type { Api } from '../api.ts';
import { toStackStormError } from '../error-from-http.ts';
import { StackStormError, isStackStormError } from '../errors.ts';

const FIRST_BACK_OFF = 1;
const LONGEST_BACK_OFF = 30;

/** One event: `st2.execution__update` with the execution, `st2.announcement__<route>` with what was announced. */
export interface StreamEvent {
  name: string;
  /** As the API gives it. */
  data: unknown;
}

export interface StreamFilter {
  /** `st2.execution__*`; default executions, live actions and announcements. `st2.execution.output__create` has to be asked for. */
  names?: readonly string[];
  /** Refs of actions. */
  actions?: readonly string[];
  /** Ids; events about anything else, as announcements, do not come then. */
  executions?: readonly string[];
  /** Ends it. */
  signal?: AbortSignal;
  /** Called each time that the stream has been opened: what happened before is not told, so look. */
  onOpen?: () => void;
}

/** The stream of events. */
export class Stream {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Events as they come, until the signal ends it or the loop is left. What breaks off is opened again, after 1 s, 2 s, ... 30 s.
   * StackStorm numbers no event and keeps none, so there is nothing to go on from (`Last-Event-ID`): what happens while
   * the stream is closed is lost, and `onOpen` says when to look for it. Source: st2stream/controllers/v1/stream.py.
   * @throws STACKSTORM_UNAUTHORIZED, STACKSTORM_FORBIDDEN; STACKSTORM_CONFIG without a `streamUrl`
   */
  async *events(filter: StreamFilter = {}): AsyncGenerator<StreamEvent, void, undefined> {
    if (!this.#api.hasStream) throw new StackStormError('STACKSTORM_CONFIG', 'read the stream: there is no streamUrl');
    const left = new AbortController();
    const signal = filter.signal === undefined ? left.signal : AbortSignal.any([left.signal, filter.signal]);
    let failures = 0;
    const opened = () => {
      failures = 0;
      filter.onOpen?.();
    };
    try {
      for (;;) {
        try {
          yield* this.#open({ ...filter, signal, onOpen: opened });
        } catch (error) {
          if (signal.aborted) return;
          if (!mayPass(error)) throw error;
        }
        const seconds = Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** failures);
        failures += 1;
        await sleep(this.#api.clock, seconds * 1000, signal).catch(() => undefined);
        if (signal.aborted) return;
      }
    } finally {
      left.abort();
    }
  }

  async *#open({ names, actions, executions, signal, onOpen }: StreamFilter): AsyncGenerator<StreamEvent> {
    const label = 'read the stream';
    const chunks = await this.#api.request<AsyncIterable<Uint8Array>>({
      method: 'GET',
      path: '/stream',
      label,
      query: {
        events: names?.join(','),
        action_refs: actions?.join(','),
        execution_ids: executions?.join(','),
      },
      headers: { accept: 'text/event-stream' },
      answer: 'stream',
      ...(signal !== undefined && { signal }),
    });
    onOpen?.();
    const events: StreamEvent[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => events.push({ name: event ?? 'message', data: parsed(data) }),
    });
    const decoder = new TextDecoder();
    try {
      const reader = chunks[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
      // The next chunk is waited for while the caller works on the last one: a break is noticed at once.
      let ahead = reader.next();
      for (;;) {
        const chunk = await ahead;
        if (chunk.done === true) return;
        ahead = reader.next();
        ahead.catch(() => undefined);
        parser.feed(decoder.decode(chunk.value, { stream: true }));
        yield* events.splice(0);
      }
    } catch (error) {
      throw isHttpError(error) ? toStackStormError(error, { label, effect: 'read' }) : error;
    }
  }
}

const mayPass = (error: unknown): boolean =>
  isStackStormError(error) && (error.kind === 'unavailable' || error.kind === 'timeout');

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

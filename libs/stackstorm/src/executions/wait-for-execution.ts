import { type Clock, currentScope, sleep } from '@opsbook/context';
import { StackStormError, isStackStormError } from '../errors.ts';
import type { Stream } from '../stream/stream.ts';
import { type Execution, isCompleted } from './execution.ts';

export interface Patience {
  /** Seconds; default an hour. */
  timeout?: number;
  /** Seconds between two looks while nothing is heard; default 10. */
  every?: number;
  /** Ends the waiting, not the execution. */
  signal?: AbortSignal;
}

interface Watch {
  clock: Clock;
  /** Undefined where there is none: then it is only looked at. */
  stream: Stream | undefined;
  look: () => Promise<Execution>;
}

/** The stream only says when to look: it has no past, so whatever happened while it was broken is found by looking. */
export async function waitForExecution(id: string, patience: Patience, watch: Watch): Promise<Execution> {
  const { timeout = 3600, every = 10, signal } = patience;
  const { clock, stream, look } = watch;
  const deadline = clock.now() + timeout * 1000;
  const ended = new AbortController();
  const given = [signal, currentScope()?.signal].filter((one) => one !== undefined);
  let news = Promise.withResolvers<undefined>();
  const heard = () => news.resolve(undefined);
  const listening = stream === undefined ? undefined : listen(stream, id, { signal: ended.signal, heard });
  try {
    for (;;) {
      news = Promise.withResolvers();
      const execution = await patient(look);
      if (execution !== undefined && isCompleted(execution.status)) return execution;
      const left = deadline - clock.now();
      if (left <= 0) throw late(id, timeout, execution);
      const stop = new AbortController();
      const pause = sleep(clock, Math.min(left, every * 1000), AbortSignal.any([stop.signal, ...given]));
      try {
        await Promise.race([pause, news.promise]);
      } catch (cause) {
        throw new StackStormError('STACKSTORM_ABORTED', `wait for execution ${id}: aborted`, { cause });
      } finally {
        stop.abort();
        pause.catch(() => undefined);
      }
    }
  } finally {
    ended.abort();
    await listening;
  }
}

async function listen(stream: Stream, id: string, { signal, heard }: { signal: AbortSignal; heard: () => void }) {
  try {
    const events = stream.events({ names: ['st2.execution__update'], executions: [id], signal, onOpen: heard });
    for await (const _ of events) heard();
  } catch {
    // No stream, or it was ended: looking goes on without it.
  }
}

/** A StackStorm that is away for a moment ends no waiting. */
async function patient(look: Watch['look']): Promise<Execution | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isStackStormError(error) && (error.kind === 'unavailable' || error.kind === 'timeout')) return undefined;
    throw error;
  }
}

function late(id: string, timeout: number, execution: Execution | undefined): StackStormError {
  const state = execution === undefined ? 'StackStorm does not answer' : `it is ${execution.status}`;
  return new StackStormError(
    'STACKSTORM_TIMEOUT',
    `wait for execution ${id}: not at its end after ${timeout} s: ${state}`,
  );
}

import type { Readable } from 'node:stream';
import type { Clock } from '@opsbook/context';
import type { AttemptFailure } from './attempt.ts';
import type { HttpError } from './errors.ts';

export interface StreamLimits {
  clock: Clock;
  /** Seconds in which nothing comes. */
  timeout: number;
  signal: AbortSignal;
  toError: (failure: AttemptFailure) => HttpError;
}

/**
 * The body of an answer, read as it is wanted. Leaving the loop ends the connection.
 * @throws HttpError HTTP_BROKEN, HTTP_TIMEOUT, HTTP_ABORTED
 */
export async function* readStream(stream: Readable, limits: StreamLimits): AsyncGenerator<Uint8Array, void, undefined> {
  const { clock, timeout, signal, toError } = limits;
  let ended: 'HTTP_TIMEOUT' | 'HTTP_ABORTED' | undefined;
  let leave: (() => void) | undefined;
  const end = (why: 'HTTP_TIMEOUT' | 'HTTP_ABORTED') => {
    ended ??= why;
    leave?.();
  };
  const onAbort = () => end('HTTP_ABORTED');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  // Time stands still while we wait for the service, and goes on while the caller works on what has come.
  const next = async () => {
    const release = clock.hold();
    const stopTimeout = clock.after(timeout * 1000, () => end('HTTP_TIMEOUT'));
    try {
      // A stream that stands still does not always tell its reader that it was destroyed. A promise for each chunk: one that
      // all of them were raced against would hold them all in memory to the end.
      const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Uint8Array, undefined>>();
      leave = () => reject(new Error(ended));
      chunks.next().then(resolve, reject);
      if (ended !== undefined) leave();
      return await promise;
    } catch (error) {
      const cause: unknown =
        ended === 'HTTP_ABORTED' ? signal.reason : ended === 'HTTP_TIMEOUT' ? undefined : plain(error);
      throw toError({ code: ended ?? 'HTTP_BROKEN', sent: true, staleConnection: false, cause });
    } finally {
      stopTimeout();
      release();
    }
  };
  try {
    for (let chunk = await next(); chunk.done !== true; chunk = await next()) yield chunk.value;
  } finally {
    signal.removeEventListener('abort', onAbort);
    stream.destroy();
  }
}

// An error of its own: axios' holds the request with its tokens.
const plain = (error: unknown): Error => new Error(error instanceof Error ? error.message : String(error));

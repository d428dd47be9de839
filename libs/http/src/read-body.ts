import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** No more than this is set aside for a length that a service only claims. */
const LARGEST_CLAIM = 4 * 1024 * 1024;
const SMALLEST = 16 * 1024;

/**
 * All of an answer's bytes. Rejects with what broke it off, or with the signal's reason.
 * @param length bytes, where the service told them
 */
export function readBody(
  stream: Readable,
  { length = 0, signal }: { length?: number | undefined; signal: AbortSignal },
): Promise<Buffer> {
  let bytes = Buffer.allocUnsafeSlow(Math.min(Math.max(length, 0), LARGEST_CLAIM));
  let at = 0;
  const take = (chunk: Buffer) => {
    if (at + chunk.length > bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(SMALLEST, 2 * bytes.length, at + chunk.length));
      larger.set(bytes.subarray(0, at));
      bytes = larger;
    }
    bytes.set(chunk, at);
    at += chunk.length;
    // What a decompressor hands out it may still write to.
    if (stream instanceof IncomingMessage) release(chunk);
  };
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // A stream that stands still does not always tell that it was destroyed.
  const onAbort = () => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  stream
    .on('data', take)
    .once('end', () => {
      resolve(bytes.subarray(0, at));
    })
    // An abort may come as more than one.
    .on('error', reject);
  stream.once('close', () => {
    reject(new Error('the connection was closed'));
  });
  return promise;
}

/**
 * Gives the memory of bytes back that nobody else has and nobody will read. The garbage collector sees a small object and
 * waits: the pages of a long list would take tens of MiB meanwhile, and then a collection of the whole heap.
 */
export function release({ buffer, length }: Buffer): void {
  // Small ones share a buffer.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}

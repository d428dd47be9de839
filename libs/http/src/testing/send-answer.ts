import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { SimulatorAnswer } from './handler.ts';

/** Writes the answer, or with `truncated` its head and half of its body, and then destroys the socket. */
export async function sendAnswer(response: ServerResponse, answer: SimulatorAnswer, truncated = false): Promise<void> {
  if (isStream(answer.body)) {
    await sendStream(response, { ...answer, body: answer.body }, truncated);
    return;
  }
  const bytes = encode(answer.body);
  const type = contentType(answer.body);
  response.statusCode = answer.status;
  if (type !== undefined) response.setHeader('content-type', type);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (!truncated) {
    response.end(bytes);
    return;
  }
  const { socket } = response;
  if (bytes === undefined || bytes.length === 0) {
    socket?.destroy();
    return;
  }
  response.setHeader('content-length', bytes.length);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket?.destroy());
}

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

async function sendStream(
  response: ServerResponse,
  { status, headers = {}, body }: SimulatorAnswer & { body: AsyncIterable<Uint8Array> },
  truncated: boolean,
): Promise<void> {
  response.writeHead(status, { 'content-type': 'application/octet-stream', ...headers });
  const half = Number(headers['content-length'] ?? 0) / 2;
  const source = truncated ? upTo(body, half) : body;
  // It reads no faster than the client does; a client that goes away ends the source.
  await pipeline(source, response, { end: !truncated }).catch(() => undefined);
  // What was written goes out before.
  if (truncated) response.socket?.destroySoon();
}

async function* upTo(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void> {
  let sent = 0;
  for await (const chunk of body) {
    if (sent + chunk.length > bytes) return;
    sent += chunk.length;
    yield chunk;
  }
}

function encode(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function contentType(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return 'text/plain; charset=utf-8';
  return Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
}

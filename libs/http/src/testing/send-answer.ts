import type { ServerResponse } from 'node:http';
import type { SimulatorAnswer } from './handler.ts';

/** Writes the answer, or with `truncated` its head and half of its body, and then destroys the socket. */
export function sendAnswer(response: ServerResponse, answer: SimulatorAnswer, truncated = false): void {
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

function encode(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function contentType(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return 'text/plain; charset=utf-8';
  return Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
}

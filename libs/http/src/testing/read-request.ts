import type { IncomingMessage } from 'node:http';
import type { SimulatorRequest } from './handler.ts';

/** A request without its body. */
export function readHead(message: IncomingMessage, id: number): SimulatorRequest {
  const [path = '/', ...search] = (message.url ?? '/').split('?');
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    id,
    method: message.method ?? 'GET',
    path,
    params: {},
    query: new URLSearchParams(search.join('?')),
    headers,
    body: undefined,
  };
}

/** Reads a body to its last byte. Rejects when the client breaks off before. */
export async function readBody(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return parse(Buffer.concat(chunks), message.headers['content-type'] ?? '');
}

function parse(bytes: Buffer, type: string): unknown {
  if (/^(multipart\/|application\/octet-stream)/i.test(type)) return bytes;
  const text = bytes.toString();
  if (text === '') return undefined;
  if (!/json/i.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

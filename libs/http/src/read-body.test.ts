import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, it } from '@jest/globals';
import { readBody } from './read-body.ts';

const MIB = 1024 * 1024;
const { signal } = new AbortController();

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What a server answers with so many bytes; without a length it is sent in chunks. */
async function answerOf(body: Buffer, { length }: { length: boolean }): Promise<IncomingMessage> {
  server = createServer((_, response) => {
    if (length) response.setHeader('content-length', body.length);
    for (let at = 0; at < body.length; at += MIB) response.write(body.subarray(at, at + MIB));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

const bytesOf = (size: number): Buffer =>
  Buffer.alloc(
    size,
    Uint8Array.from({ length: 251 }, (_, i) => i),
  );

it.each([
  ['told', true, 3 * MIB + 1],
  ['told, and more than is believed', true, 5 * MIB],
  ['not told', false, MIB + 7],
])('gives all bytes where their number is %s', async (_, length, size) => {
  const body = bytesOf(size);
  const read = await readBody(await answerOf(body, { length }), { length: length ? size : undefined, signal });
  expect(read.equals(body)).toBe(true);
});

it('gives the memory of its chunks back', async () => {
  const body = bytesOf(MIB);
  const response = await answerOf(body, { length: true });
  const chunks: Buffer[] = [];
  const reading = readBody(response, { length: body.length, signal });
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  expect((await reading).equals(body)).toBe(true);
  expect(new Set(chunks.map(({ buffer }) => buffer.byteLength))).toEqual(new Set([0]));
});

it('leaves alone what it was not given for its own', async () => {
  const chunks = [Buffer.from(new ArrayBuffer(20_000)).fill('a'), Buffer.from(new ArrayBuffer(20_000)).fill('b')];
  const read = await readBody(Readable.from(chunks), { signal });
  expect(read.toString()).toBe('a'.repeat(20_000) + 'b'.repeat(20_000));
  expect(chunks.map(({ length }) => length)).toEqual([20_000, 20_000]);
});

it('ends with the signal, though the stream stands still', async () => {
  const controller = new AbortController();
  const reading = readBody(new Readable({ read: () => undefined }), { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});

it('ends where the stream ends too early', async () => {
  const stream = new Readable({ read: () => undefined });
  const reading = readBody(stream, { signal });
  stream.destroy();
  await expect(reading).rejects.toThrow('closed');
});

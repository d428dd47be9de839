import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret, sleep } from '@opsbook/context';
import type { RunContext } from './index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { play, turnOn } from './testing/toy-runbooks.ts';

type Body = (ctx: RunContext<Toy>) => Promise<unknown>;

/** How a run of it fails. */
async function errorOf(body: Body) {
  const { run } = await play(new ToyCloud(), body);
  expect(run.status).toBe('failed');
  return run.error;
}

/** The line of this file that holds a text. */
async function lineOf(text: string): Promise<number> {
  const lines = (await readFile(new URL(import.meta.url), 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

/** The place in a message: this file, and the line that holds a text. */
const at = async (text: string) => new RegExp(`authors-errors\\.test\\.ts:${await lineOf(text)}:\\d+\\)`);

describe('awaiting what is no verb', () => {
  let silent: Server;
  let url: string;
  beforeAll(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  const bare: Record<string, Body> = {
    'a bare timer': () => new Promise((resolve) => setTimeout(resolve, 10)),
    'a bare fetch': () => fetch(url),
    'a request of a client': (ctx) => ctx.services.names(),
    "a library's promise": () => sleep(new ToyCloud().clock, 1000),
    'a file': () => readFile(new URL(import.meta.url)),
  };
  for (const [what, wait] of Object.entries(bare)) {
    it(`fails at once, and names the last verb and its line (${what})`, async () => {
      const error = await errorOf(async (ctx) => {
        await ctx.read('names before', () => ctx.services.names()); // the last verb
        await wait(ctx);
        await turnOn(ctx, 'a');
      });
      expect(error).toMatchObject({
        code: 'NOT_A_VERB',
        kind: 'invalid-input',
        message: expect.stringMatching(
          /in the run, after 'names before' .*Await only verbs, or Promise.all over verbs$/,
        ),
      });
      expect(error?.message).toMatch(await at('names before' + "', () =>"));
    });
  }

  it('names the lane', async () => {
    const error = await errorOf((ctx) =>
      ctx.each('all', ['a', 'b'], { key: (name) => name, concurrency: 2 }, async (step, name) => {
        await turnOn(step, name);
        if (name === 'b') await fetch(url);
      }),
    );
    expect(error).toMatchObject({
      code: 'NOT_A_VERB',
      message: expect.stringMatching(/in lane 'all\/b', after 'all\/b\/on#poll:\d' \(.*toy-runbooks\.ts:\d+:\d+\)/),
    });
  });

  it('is seen before the first verb', async () => {
    expect(await errorOf(() => fetch(url))).toMatchObject({
      code: 'NOT_A_VERB',
      message: expect.stringContaining('awaited in the run, before its first verb: the lane waits'),
    });
  });

  it('is also calling a verb inside the function of another one', async () => {
    const error = await errorOf((ctx) => ctx.read('outer', () => ctx.read('inner', async () => 1)));
    expect(error).toMatchObject({
      code: 'NOT_A_VERB',
      message: expect.stringContaining("inside the function of step 'outer'"),
    });
  });
});

describe('names', () => {
  it('that two steps have are refused, with the line of the second one', async () => {
    const error = await errorOf(async (ctx) => {
      await ctx.read('twice', async () => 1);
      await ctx.ensure('twice', { check: () => Promise.reject(new Error()), change: fetch as never, assume: 1 });
    });
    expect(error).toMatchObject({ code: 'DUPLICATE_STEP', message: expect.stringContaining("called 'twice'") });
    expect(error?.message).toMatch(await at("ensure('twice'"));
    const items = await errorOf((ctx) => ctx.each('all', ['a', 'a'], { key: (name) => name }, async () => 1));
    expect(items).toMatchObject({
      code: 'DUPLICATE_STEP',
      message: expect.stringContaining("of 'all' have the key 'a'"),
    });
  });

  it('that a path cannot hold are refused, with the line', async () => {
    const error = await errorOf(async (ctx) => {
      await ctx.read('up/down', async () => 1);
    });
    expect(error).toMatchObject({ code: 'INVALID_NAME', message: expect.stringContaining("'up/down' cannot name") });
    expect(error?.message).toMatch(await at("read('up/down'"));
  });
});

describe('a result', () => {
  const servers = (last: unknown) => ({ servers: [{}, {}, {}, { created: last }] });
  const wrong: Record<string, unknown> = {
    'servers[3].created is a Date': servers(new Date(0)),
    'servers[3].created is a function': servers(() => 1),
    'servers[3].created is a bigint': servers(1n),
    'servers[3].created is NaN': servers(Number.NaN),
    'servers[3].created is a Map': servers(new Map()),
    'it is a ToyCloud': new ToyCloud(),
  };
  for (const [what, value] of Object.entries(wrong)) {
    it(`that JSON cannot carry is refused, with the place inside it (${what})`, async () => {
      expect(await errorOf((ctx) => ctx.read('list', () => Promise.resolve(value)))).toMatchObject({
        code: 'RESULT_NOT_JSON',
        kind: 'invalid-input',
        message: `the result of 'list' is no JSON: ${what}. Return what JSON can carry`,
      });
    });
  }

  it('that holds a secret is refused, with the place and without the secret', async () => {
    const secret = new Secret('hunter2-of-nova');
    const error = await errorOf((ctx) =>
      ctx.once('server', () => Promise.resolve({ server: { adminPass: secret } }), { assume: undefined as never }),
    );
    expect(error).toMatchObject({
      code: 'SECRET_IN_RESULT',
      kind: 'refused',
      message: "the result of 'server' holds a secret at server.adminPass",
    });
  });

  it('of the run itself, or of an item, is held to the same', async () => {
    expect(await errorOf(async () => ({ at: new Date(0) }))).toMatchObject({
      code: 'RESULT_NOT_JSON',
      message: expect.stringContaining("the result of 'output' is no JSON: at is a Date"),
    });
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each('all', ['a'], { key: (name) => name }, async () => new Date(0)),
    );
    expect(run.output).toMatchObject({ items: [{ status: 'failed', error: { code: 'RESULT_NOT_JSON' } }] });
  });
});

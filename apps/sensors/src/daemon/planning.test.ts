import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '@opsbook/context';
import { defineRunbook, memoryEngine } from '@opsbook/runbook';
import { configOf } from '@opsbook/services';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import * as z from 'zod';
import { type MarkServices, Marks, connectMarks, leaveMark } from '../chaos/marks.ts';
import { lookWith, planWith } from './planning.ts';

const runbook = defineRunbook<MarkServices>();
const look = (name: string, sly: boolean) =>
  runbook({
    name,
    summary: 'Look for a mark',
    risk: 'read-only',
    input: z.object({ line: z.string().describe('Of the file') }),
    output: z.object({ found: z.boolean() }),
    run: async (ctx, { line }) => {
      if (sly) await ctx.once('mark', () => ctx.services.mark(line), { assume: null });
      const { is } = await ctx.read('look', () => ctx.services.look(line));
      return { found: is === 'done' };
    },
  });

const awaiting = runbook({
  ...{ name: 'mark.await', summary: 'Wait for a mark', risk: 'read-only', output: z.null() },
  input: z.object({ line: z.string().describe('Of the file') }),
  run: async (ctx) => {
    await ctx.sleep(3600);
    return null;
  },
});

let folder: ReturnType<typeof temporaryLedger>;
beforeEach(() => {
  folder = temporaryLedger();
});
afterEach(() => folder.remove());

function kit() {
  const file = join(folder.directory, 'marks');
  writeFileSync(file, 'there\n');
  const clock = new VirtualClock();
  const connect = connectMarks(configOf({}), new Marks(file));
  const runbooks = [leaveMark, look('mark.find', false), look('mark.sly', true), awaiting];
  const engine = memoryEngine({ runbooks, version: '1', connect, clock });
  const { signal } = new AbortController();
  return {
    options: { runbooks, version: '1', engine, clock, connect },
    engine,
    signal,
    marks: () => readFileSync(file, 'utf8'),
  };
}

describe('a plan', () => {
  it('is what people approve, in words too, and changes nothing', async () => {
    const { options, signal, marks } = kit();
    const plan = await planWith(options)('mark.leave', { name: 'x' }, signal);
    expect(plan).toMatchObject({ paths: ['marked'], unknown: [], hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(plan.text).toBe(`Plan of mark.leave, hash ${plan.hash.slice(0, 12)}:\n- marked: would-change`);
    expect(marks()).toBe('there\n');
  });
});

describe('a look', () => {
  it('answers the report, and leaves no run', async () => {
    const { options, engine, signal } = kit();
    expect(await lookWith(options)('mark.find', { line: 'there' }, signal)).toEqual({ found: true });
    expect(await lookWith(options)('mark.find', { line: 'nowhere' }, signal)).toEqual({ found: false });
    expect(await engine.list()).toEqual([]);
  });

  it('ends when whoever asked stops, also while it begins', async () => {
    const { options } = kit();
    const began = options.clock.now();
    const stop = new AbortController();
    const asked = lookWith(options)('mark.await', { line: 'nowhere' }, stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(options.clock.now()).toBe(began);
  });

  it('is by runbooks that only look, and holds them to it', async () => {
    const { options, signal, marks } = kit();
    const ask = lookWith(options);
    await expect(ask('mark.leave', { name: 'x' }, signal)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(ask('mark.unknown', {}, signal)).rejects.toMatchObject({ code: 'UNKNOWN_RUNBOOK' });
    await expect(ask('mark.sly', { line: 'new' }, signal)).rejects.toThrow(/read-only/);
    expect(marks()).toBe('there\n');
  });
});

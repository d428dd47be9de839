import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Context } from '@opsbook/context';
import { type RunContext, absent, defineRunbook, done } from '@opsbook/runbook';
import { type Config, connectServices } from '@opsbook/services';
import * as z from 'zod';

/** Marks in a file: a world outside the ledgers. What was done twice is there twice. */
export class Marks {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    closeSync(openSync(path, 'a'));
  }

  /** In the order in which they were made. */
  lines(): string[] {
    return readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
  }

  /** On the disk when it returns. */
  add(line: string): void {
    const file = openSync(this.#path, 'a');
    writeSync(file, `${line}\n`);
    fsyncSync(file);
    closeSync(file);
  }
}

/** The services of a site, and the marks. */
export const connectMarks = (config: Config, marks: Marks) => (context: Context) => ({
  ...connectServices(config, context),
  look: (line: string) => Promise.resolve(marks.lines().includes(line) ? done(line) : absent()),
  mark: (line: string): Promise<void> => {
    context.guard.check({ effect: 'change', summary: `mark ${line}` });
    marks.add(line);
    return Promise.resolve();
  },
});

export type MarkServices = ReturnType<ReturnType<typeof connectMarks>>;

const runbook = defineRunbook<MarkServices>();

async function ensureMarked(ctx: RunContext<MarkServices>, name: string): Promise<string> {
  const line = `${ctx.id} ${name}`;
  const { look, mark } = ctx.services;
  await ctx.ensure('marked', {
    check: () => look(line),
    change: () => mark(line),
    assume: line,
  });
  return line;
}

/** Leaves a mark with the run's id. */
export const leaveMark = runbook({
  name: 'mark.leave',
  summary: 'Leave a mark',
  risk: 'safe',
  input: z.object({ name: z.string().describe('What is marked') }),
  output: z.object({ line: z.string() }),
  targets: ({ name }) => [`mark/${name}`],
  run: async (ctx, { name }) => {
    return { line: await ensureMarked(ctx, name) };
  },
});

/** Leaves a mark before and one after a day. */
export const waitLong = runbook({
  name: 'mark.wait',
  summary: 'Leave a mark and wait for a day',
  risk: 'safe',
  input: z.object({ name: z.string().describe('What is marked') }),
  output: z.object({}),
  run: async (ctx, { name }) => {
    await ensureMarked(ctx, name);
    await ctx.sleep(86_400);
    return {};
  },
});

/** Every mark of a name is a finding. */
export const findMarks = runbook({
  name: 'mark.find',
  summary: 'Find marks',
  risk: 'read-only',
  input: z.object({ name: z.string().describe('What is marked') }),
  output: z.object({ findings: z.array(z.object({ key: z.string(), title: z.string() })) }),
  run: (ctx, { name }) =>
    ctx.read('look', async () => {
      const marked = (await ctx.services.look(name)).is === 'done';
      return { findings: marked ? [{ key: name, title: `${name} is marked` }] : [] };
    }),
});

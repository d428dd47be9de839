import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Context } from '@opsbook/context';
import { type AnyRunbook, absent, done } from '@opsbook/runbook';

interface LinesOptions {
  /** The file of effects. */
  effects: string;
  /** The line at which the process hangs right after the effect, before the journal can know of it. */
  hangAt?: string | undefined;
  onHanging?: (line: string) => void;
  /** Called before each line is appended: what it waits for holds the line up inside its step. */
  before?: (line: string) => Promise<void>;
}

/** Builds the client of a file to which runs append their lines. */
export const connectLines =
  ({ effects, hangAt, onHanging, before }: LinesOptions) =>
  ({ guard }: Context) => ({
    has: async (line: string) => (await readFile(effects, 'utf8')).split('\n').includes(line),
    append: async (line: string) => {
      await before?.(line);
      guard.check({ effect: 'change', summary: `append ${line}` });
      appendFileSync(effects, `${line}\n`);
      if (line !== hangAt) return;
      onHanging?.(line);
      await new Promise(() => undefined);
    },
  });

export type Lines = ReturnType<ReturnType<typeof connectLines>>;

const anything = { safeParse: (data: unknown) => ({ success: true, data }) };

export const writeLines: AnyRunbook<Lines> = {
  name: 'lines.write',
  summary: 'Append lines',
  risk: 'safe',
  input: anything,
  output: anything,
  targets: ({ name }: { name: string }) => [name],
  run: (ctx, { name, lines }: { name: string; lines: number }) => {
    const items = Array.from({ length: lines }, (_, i) => `${name}${i + 1}`);
    return ctx.each('write', items, { key: (line) => line }, (step, line) =>
      step.ensure('line', {
        check: async () => ((await ctx.services.has(line)) ? done(line) : absent()),
        change: () => ctx.services.append(line),
        assume: line,
      }),
    );
  },
};

import { openLocalEngine } from '@opsbook/engine-local';
import { type Engine, defineRunbook } from '@opsbook/runbook';
import * as z from 'zod';

/** What a run's first step calls. */
export type OnFirstStep = (n: number) => void;

/** A runbook of three steps that return a constant; it takes no lease. */
const noop = (onFirstStep: OnFirstStep) =>
  defineRunbook<object>()({
    name: 'bench.noop',
    summary: 'Read three constants',
    risk: 'read-only',
    input: z.object({ n: z.number() }),
    output: z.object({ sum: z.number() }),
    run: async (ctx, { n }) => {
      const first = await ctx.read('first', () => {
        onFirstStep(n);
        return Promise.resolve(1);
      });
      const second = await ctx.read('second', () => Promise.resolve(2));
      const third = await ctx.read('third', () => Promise.resolve(3));
      return { sum: n + first + second + third };
    },
  });

/** The local engine on a ledger, with that runbook. */
export const openEngine = (path: string, onFirstStep: OnFirstStep = () => undefined): Engine =>
  openLocalEngine({ path, runbooks: [noop(onFirstStep)], version: 'bench', connect: () => ({}) });

/** Starts a run and executes it to its end. Throws when it did not end well. */
export async function runNoop(engine: Engine, n: number): Promise<void> {
  const requestedBy = { user: 'bench', surface: 'bench' };
  const { id } = await engine.start({ runbook: 'bench.noop', input: { n }, requestedBy });
  const { status, error } = await (await engine.execute(id)).ended;
  if (status !== 'done') throw new Error(`run ${id} ended as ${status}: ${error?.message ?? 'no reason'}`);
}

import { createHash } from 'node:crypto';
import { StepError } from './errors.ts';
import type { AnyRunbook } from './define-runbook.ts';
import { type Lane, markCall } from './lane.ts';
import type { RunContext } from './run-context.ts';
import type { RunState } from './run-state.ts';
import type { Strand } from './strand.ts';
import { ask } from './verbs/ask.ts';
import { earlier } from './verbs/earlier.ts';
import { child } from './verbs/child.ts';
import { each } from './verbs/each.ts';
import { ensure } from './verbs/ensure.ts';
import { once } from './verbs/once.ts';
import { read } from './verbs/read.ts';
import { waitUntil } from './verbs/wait-until.ts';

/** The runbook whose code it is, and where its paths begin: a plan has those of a child below the step that starts it. */
interface Home {
  runbook: string;
  path: string;
}

/** The context that a lane's code gets: the verbs, bound to the run and the lane. */
export function bind<S>(run: RunState, strand: Strand, services: S, home: Home): RunContext<S> {
  const whole = strand.lane.path;
  const path = home.path === '' ? whole : whole.slice(home.path.length + 1);
  const on = (own: Strand, at = home): RunContext<S> => bind(run, own, services, at);
  return marked(strand.lane, {
    id: run.id,
    services,
    path,
    planning: run.planning,
    read: (name, fn) => read(run, strand, name, fn),
    ensure: (name, options) => ensure(run, strand, name, options),
    once: (name, fn, options) => once(run, strand, name, fn, options),
    waitUntil: (name, look, options) => waitUntil(run, strand, name, look, options),
    earlier: (name, options = {}) => earlier(run, strand, name, home.runbook, options),
    ask: (question, options) => ask(run, strand, question, options),
    each: (name, items, options, fn) => {
      const gate = options.before;
      const opens = gate && ((own: Strand, batch: typeof items) => gate(on(own), batch));
      return each(run, strand, name, items, options, (own, item) => fn(on(own), item), opens);
    },
    run: async (runbook, input, options = {}) => {
      const whole = runbook as unknown as AnyRunbook<S>;
      const body = (called: AnyRunbook<S>, own: Strand, parsed: unknown) =>
        called.run(on(own, { runbook: called.name, path: own.lane.path }), parsed) as Promise<unknown>;
      return (await child(run, strand, whole, input, options.name ?? whole.name, body)) as never;
    },
    uninterrupted: async (fn) => {
      run.safePoint(strand);
      // The same lane and names; only the safe points are gone until it ends.
      const inner: Strand = Object.create(strand, { shielded: { value: true } }) as Strand;
      try {
        return await fn(on(inner));
      } finally {
        if (inner.changed) strand.changed = true;
      }
    },
    sleep: async (seconds) => {
      run.safePoint(strand);
      if (!run.planning) await run.timer(strand, run.count(strand, 'sleep'), seconds);
    },
    now: async () => {
      run.safePoint(strand);
      const found = await run.step(strand, run.count(strand, 'now'), 'read', async () =>
        Promise.resolve(new Date(run.clock.now()).toISOString()),
      );
      if (found.error !== undefined) throw new StepError(found.error);
      return found.value;
    },
    uuid: () => uuidOf(run.id, run.count(strand, 'uuid')),
    log: (message, data) => {
      const key = run.count(strand, 'log');
      run.emit({ key, path: whole, type: 'log', message, ...(data !== undefined && { data }) });
    },
    progress: (data) => {
      run.emit({ key: run.count(strand, 'progress'), path: whole, type: 'progress', data });
    },
  });
}

const MARKED = [
  ...['read', 'ensure', 'once', 'waitUntil', 'earlier', 'ask', 'each', 'run', 'uninterrupted', 'sleep', 'now'],
] as const;

/** Verbs that note where they are called, for the errors of runbooks' authors. */
function marked<S>(lane: Lane, ctx: RunContext<S>): RunContext<S> {
  const verbs = ctx as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of MARKED) {
    const verb = verbs[name] as (...args: unknown[]) => unknown;
    verbs[name] = function call(...args) {
      markCall(lane, call);
      return verb(...args);
    };
  }
  return ctx;
}

/** RFC 9562 version 8: a hash, so that a replay gives the same. */
function uuidOf(id: string, path: string): string {
  const hex = createHash('sha256').update(`${id}\0${path}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

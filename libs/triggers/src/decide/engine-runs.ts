import type { Clock } from '@opsbook/context';
import { type Engine, RunIds, isRunbookError } from '@opsbook/runbook';
import type { Runs } from './runs.ts';

/** An engine's runs, as rules see them. */
export function engineRuns(engine: Engine, clock: Clock): Runs {
  const ids = new RunIds(clock);
  return {
    nextId: () => ids.next(),
    start: async (request) => {
      await engine.start({ ...request, queued: true });
    },
    get: (id) => engine.get(id).catch(nothingFor('UNKNOWN_RUN')),
    events: async (id) => (await engine.events(id).catch(nothingFor('UNKNOWN_RUN'))) ?? [],
    cancel: (id, by, reason) => engine.cancel(id, by, reason).catch(nothingFor('RUN_ENDED')),
    holders: (request) => engine.holders(request),
    ended: async (seq, limit) => {
      const entries = await engine.audit({ kind: ['ended'], after: seq, limit });
      return entries.map((entry) => ({ seq: entry.seq, run: entry.run ?? '', root: entry.root ?? '' }));
    },
    lastEnded: async () => (await engine.audit({ kind: ['ended'], first: 'newest', limit: 1 })).at(0)?.seq ?? 0,
  };
}

const nothingFor =
  (code: string) =>
  (error: unknown): undefined => {
    if (isRunbookError(error) && error.code === code) return undefined;
    throw error;
  };

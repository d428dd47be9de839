import { NOBODY, leftNotice } from '@opsbook/actions/action';
import type { Engine, RunRecord } from '@opsbook/runbook';
import type { Session } from '../../session.ts';
import type { Site } from '../../site.ts';
import type { Outcome } from '../execute-here.ts';
import { openQuestions } from '../family.ts';
import { howItGoesOn } from '../result-of.ts';
import type { SignalPolicy } from '../stop-signals.ts';
import { stopRun } from '../stop-run.ts';
import { toItsEnd } from '../to-its-end.ts';
import { CancelWatch } from './cancel-watch.ts';
import type { People } from './people.ts';
import type { StackStormLink } from './stackstorm-link.ts';

interface Options {
  session: Session;
  site: Site;
  engine: Engine;
  link: StackStormLink;
  signals: SignalPolicy;
  /** When the action began, in milliseconds since the Unix epoch: it may have planned for long. */
  begun: number;
}

/** How the execution was over. */
interface Seen {
  outcome: Outcome;
  /** Why StackStorm asks nobody, where the run was left for that. */
  unasked?: string;
}

/**
 * Sees the run of an action to its end as `toItsEnd` does, lets StackStorm ask the people whom it waits for, and stops it where
 * the execution is cancelled.
 */
export async function withPeople(run: RunRecord, options: Options): Promise<Seen> {
  const { session, site, engine, link, begun } = options;
  const onCancel = async (user: string = NOBODY) => {
    const by = { user, surface: 'stackstorm', ...(link.execution !== undefined && { execution: link.execution }) };
    await stopRun(session, engine, run.id, { by, reason: 'cancelled in StackStorm' });
  };
  const watch = new CancelWatch({ session, clock: site.clock, link, onCancel });
  try {
    await watch.begin(begun);
    const seen = await seeTo(run, options);
    if (seen.outcome.kind !== 'ended') await link.tell(() => leftNotice(run, howItGoesOn(session, run.id)));
    return seen;
  } finally {
    watch.close();
    await link.close();
  }
}

async function seeTo(run: RunRecord, { session, site, engine, link, signals }: Omit<Options, 'begun'>): Promise<Seen> {
  let people: People | undefined;
  for (;;) {
    const outcome = await toItsEnd(session, site, engine, run, signals);
    if (outcome.kind === 'ended') await people?.end();
    if (outcome.kind !== 'asks') return { outcome };
    people ??= await link.people({ session, site, engine, run });
    const waited = await people.wait(signals);
    if (waited.kind === 'left') return { outcome: { kind: 'left' } };
    if (waited.kind === 'go-on') continue;
    const questions = await openQuestions(engine, run);
    // In this very moment they may have been answered elsewhere.
    if (questions.length > 0) return { outcome: { kind: 'asks', questions }, unasked: waited.why };
  }
}

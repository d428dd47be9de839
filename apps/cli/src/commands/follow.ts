import { isoNow } from '@opsbook/context';
import { type Engine, type RunRecord, hasEnded } from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { secondsBetween } from '../format/duration.ts';
import { daemonOf } from '../run/daemon-of.ts';
import { openQuestions } from '../run/family.ts';
import { freezeOfRun } from '../run/freezes.ts';
import { FreezeWatch } from '../run/freeze-watch.ts';
import { leaseText, nextCommands } from '../run/next-commands.ts';
import { progressFor } from '../run/progress.ts';
import { runDocument } from '../run/run-document.ts';
import { RunFeed } from '../run/run-feed.ts';
import { reportText } from '../run/report-text.ts';
import type { RunView } from '../run/run-view.ts';
import { heldByOthers, stateOf } from '../run/state-of.ts';
import { tickOr } from '../run/tick-or.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { withEngine } from '../with-engine.ts';

/** Seconds after which a run that nobody has begun is taken for left alone; one that was just detached is not. */
const SETTLED = 10;

/** `opsbook follow <run>`. Ctrl-C ends the following, not the run. */
export async function follow(session: Session, id: string): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    const { id: whole } = await engine.get(id);
    session.subject = whole;
    let release: () => void = () => undefined;
    const stopped = new Promise<true>((resolve) => {
      release = session.terminal.onStop(() => resolve(true));
    });
    try {
      return await followToTheEnd(session, site, engine, whole, stopped);
    } finally {
      release();
    }
  });
}

async function followToTheEnd(
  session: Session,
  site: Site,
  engine: Engine,
  id: string,
  stopped: Promise<true>,
): Promise<ExitCode> {
  const feed = new RunFeed(engine, id);
  const progress = progressFor(session, site.clock);
  const freezes = new FreezeWatch(session, engine);
  let said = '';
  for (;;) {
    // The record before the events: whatever an ended run has said is there then.
    const run = await engine.get(id);
    await freezes.tell(() => progress.clear());
    const fresh = await feed.pull();
    progress.show(feed.view, fresh);
    if (hasEnded(run)) {
      progress.clear();
      if (session.json) session.printJson(await runDocument(engine, run));
      else session.print(reportText(await stateOf(engine, id), session));
      return exitCodeOf(run);
    }
    const hint = await hintOf(session, site, engine, run, feed.view, isoNow(site.clock));
    if (hint !== said && hint !== '') {
      progress.clear();
      session.note(`${hint}\n`);
    }
    said = hint;
    if ((await tickOr(site.clock, progress.every, stopped)) === undefined) continue;
    if (session.json) session.printJson(await runDocument(engine, await engine.get(id)));
    session.note(`The run goes on. Follow it again: ${session.command('follow', id)}\n`);
    // Not 0: `opsbook follow ... && ...` must not go on as if the run were done.
    return EXIT.cancelled;
  }
}

/** What somebody has to do so that the run goes on; '' while it goes on by itself. */
async function hintOf(
  { command }: Session,
  site: Site,
  engine: Engine,
  run: RunRecord,
  view: RunView,
  now: string,
): Promise<string> {
  const abandoned = run.status === 'waiting' && secondsBetween(run.createdAt, now) > SETTLED;
  const interrupted = engine.isInterrupted(run);
  const questions = view.mayWaitForPeople() ? await openQuestions(engine, run) : [];
  const freeze = await freezeOfRun(engine, run);
  const waitsFor = view.roots.length > 0 ? [] : await heldByOthers(engine, run);
  if (abandoned || interrupted || questions.length > 0) {
    const state = {
      run,
      interrupted,
      questions,
      daemon: await daemonOf(site),
      ...(freeze !== undefined && { freeze }),
    };
    return nextCommands(state, command).join('\n');
  }
  return waitsFor.map(leaseText).join('\n');
}

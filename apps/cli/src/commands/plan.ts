import { type Engine, errorValue } from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeForError } from '../exit-code.ts';
import { makePlanOf } from '../plan/make-plan-of.ts';
import { PlanFolder } from '../plan/plan-folder.ts';
import { planText } from '../plan/plan-text.ts';
import { noteFreezes } from '../run/freezes.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { type GivenRunbook, readRequest } from '../run/read-request.ts';

export interface PlanCommand extends GivenRunbook {
  /** A folder that is new or empty. */
  out?: string;
}

/** `opsbook plan <runbook>`. */
export async function plan(session: Session, { out, ...given }: PlanCommand): Promise<ExitCode> {
  const site = await session.site();
  const { runbook, input } = await readRequest(session, site, given);
  const folder = out === undefined ? undefined : new PlanFolder(session.terminal.cwd, out);
  const engine = await engineIfAny(session, site);
  try {
    const made = await makePlanOf(site, engine, runbook, input);
    if (session.json) session.printJson(made);
    else session.print(planText(made, session.style));
    if (folder !== undefined) {
      const { written, faults } = await folder.write(made);
      for (const fault of faults) session.note(`${folder.path}/${fault}\n`);
      session.note(`${folder.path}: ${written.length} files\n`);
    }
    return made.error === undefined ? EXIT.done : exitCodeForError(made.error);
  } finally {
    await engine?.close();
  }
}

/** It notes what is frozen. Planning goes on where there is no ledger that can be opened: it can be done without one. */
async function engineIfAny(session: Session, site: Site): Promise<Engine | undefined> {
  let engine: Engine | undefined;
  try {
    engine = await site.openEngine();
    await noteFreezes(session, engine);
  } catch (error) {
    session.note(`Whether something is frozen is not known: ${errorValue(error).message}\n`);
  }
  return engine;
}

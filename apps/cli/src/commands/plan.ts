import { errorValue } from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeForError } from '../exit-code.ts';
import { makePlanOf } from '../plan/make-plan-of.ts';
import { planText } from '../plan/plan-text.ts';
import { noteFreezes } from '../run/freezes.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { type GivenRunbook, readRequest } from '../run/read-request.ts';

/** `opsbook plan <runbook>`. */
export async function plan(session: Session, given: GivenRunbook): Promise<ExitCode> {
  const site = await session.site();
  const { runbook, input } = await readRequest(session, site, given);
  await noteFreezesOf(session, site);
  const made = await makePlanOf(site, runbook, input);
  if (session.json) session.printJson(made);
  else session.print(planText(made, session.style));
  return made.error === undefined ? EXIT.done : exitCodeForError(made.error);
}

/** Planning goes on where there is no ledger that can be opened: it needs none. */
async function noteFreezesOf(session: Session, site: Site): Promise<void> {
  try {
    const engine = await site.openEngine();
    try {
      await noteFreezes(session, engine);
    } finally {
      await engine.close();
    }
  } catch (error) {
    session.note(`Whether something is frozen is not known: ${errorValue(error).message}\n`);
  }
}

import { EXIT, type ExitCode, exitCodeForError } from '../exit-code.ts';
import { makePlanOf } from '../plan/make-plan-of.ts';
import { planText } from '../plan/plan-text.ts';
import type { Session } from '../session.ts';
import { type GivenRunbook, readRequest } from '../run/read-request.ts';

/** `opsbook plan <runbook>`. */
export async function plan(session: Session, given: GivenRunbook): Promise<ExitCode> {
  const site = await session.site();
  const { runbook, input } = await readRequest(session, site, given);
  const made = await makePlanOf(site, runbook, input);
  if (session.json) session.printJson(made);
  else session.print(planText(made, session.style));
  return made.error === undefined ? EXIT.done : exitCodeForError(made.error);
}

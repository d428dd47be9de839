import { EXIT, type ExitCode } from '../exit-code.ts';
import { daemonOf, takenUp } from '../run/daemon-of.ts';
import { noteFreezes } from '../run/freezes.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook cancel <run> --reason <text>`. */
export async function cancel(session: Session, id: string, { reason }: { reason: string }): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    await noteFreezes(session, engine);
    const { id: whole } = await engine.get(id);
    session.subject = whole;
    await engine.cancel(whole, session.by(), reason);
    const run = await engine.get(whole);
    if (session.json) session.printJson(run);
    else session.print(`Run ${run.id} was asked to stop at its next safe point and to undo what it changed.\n`);
    const idle = run.status === 'waiting' || engine.isInterrupted(run);
    session.note(
      idle
        ? `${takenUp(await daemonOf(site))}: ${session.command('resume', run.id)}\n`
        : `Follow it: ${session.command('follow', run.id)}\n`,
    );
    return EXIT.done;
  });
}

import { EXIT, type ExitCode } from '../exit-code.ts';
import { noteFreezes } from '../run/freezes.ts';
import { runDocument } from '../run/run-document.ts';
import { runText } from '../run/run-text.ts';
import { stateOf } from '../run/state-of.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook show <run>`. */
export async function show(session: Session, id: string): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    await noteFreezes(session, engine);
    if (session.json) session.printJson(await runDocument(engine, await engine.get(id)));
    else session.print(runText(await stateOf(engine, id, site), session));
    return EXIT.done;
  });
}

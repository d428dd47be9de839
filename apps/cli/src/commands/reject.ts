import type { ExitCode } from '../exit-code.ts';
import { findQuestion, recordAnswer } from '../run/record-answer.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook reject <run> --reason <text>`. */
export async function reject(
  session: Session,
  id: string,
  { path, reason }: { path?: string; reason: string },
): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    const question = await findQuestion(session, engine, id, { outcome: false, path });
    return await recordAnswer(session, site, engine, question, { decision: 'rejected', reason });
  });
}

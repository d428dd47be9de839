import type { ExitCode } from '../exit-code.ts';
import { findQuestion, recordAnswer } from '../run/record-answer.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook answer <run> done|not-done`: whether an effect of unknown outcome took place. */
export async function answer(
  session: Session,
  id: string,
  decision: 'done' | 'not-done',
  { path, reason }: { path?: string; reason?: string },
): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    const question = await findQuestion(session, engine, id, { outcome: true, path });
    return await recordAnswer(session, site, engine, question, { decision, reason });
  });
}

import type { Engine } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { approvalText } from '../run/approval-text.ts';
import type { AskedQuestion } from '../run/family.ts';
import { findQuestion, recordAnswer } from '../run/record-answer.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export interface ApproveCommand {
  path?: string;
  /** Of the plan that was seen, or its beginning. */
  plan?: string;
  reason?: string;
}

/** `opsbook approve <run>`. Whoever sits at a terminal sees what the yes is for, and is asked; `--plan` says that it was seen. */
export async function approve(session: Session, id: string, command: ApproveCommand): Promise<ExitCode> {
  const { path, reason } = command;
  return withEngine(session, async (engine, site) => {
    const question = await findQuestion(session, engine, id, { outcome: false, path });
    const plan = command.plan?.toLowerCase() ?? question.plan;
    if (command.plan === undefined && session.interactive && !(await confirm(session, engine, question)))
      return EXIT.refused;
    return await recordAnswer(session, site, engine, question, { decision: 'approved', reason, plan });
  });
}

async function confirm(session: Session, engine: Engine, question: AskedQuestion): Promise<boolean> {
  const { id } = question.run;
  session.say(approvalText(question, await engine.events(id), session.sayStyle));
  const typed = await session.prompt('Say yes? [y/N] ');
  if (/^y(es)?$/i.test((typed ?? '').trim())) return true;
  const at = question.path === '#approval' ? [] : ['--path', question.path];
  session.note(`Nothing was recorded. To say no: ${session.command('reject', id, ...at, '--reason', '...')}\n`);
  return false;
}

import { type AnswerRequest, hasEnded } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type AskedQuestion, openQuestions } from '../run/family.ts';
import { answerCommands } from '../run/next-commands.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

export interface ApproveCommand {
  path?: string;
  reject?: true;
  done?: true;
  notDone?: true;
  reason?: string;
}

/** `opsbook approve <run>`. */
export async function approve(session: Session, id: string, command: ApproveCommand): Promise<ExitCode> {
  const decision = decisionOf(command);
  return withEngine(session, async (engine) => {
    const run = await engine.get(id);
    session.subject = run.id;
    const question = choose(session, run.id, await openQuestions(engine, run), command.path);
    const { reason } = command;
    const given = { path: question.path, decision, by: session.by(), ...(reason !== undefined && { reason }) };
    await engine.answer(question.run.id, given);
    const root = await engine.get(run.root);
    if (session.json) session.printJson({ run: question.run.id, path: question.path, decision });
    else session.print(`${question.question} ${decision}\n`);
    const idle = root.status === 'waiting' || engine.isInterrupted(root);
    if (idle && !hasEnded(root))
      session.note(`Nobody executes the run now. Go on with it: ${session.command('resume', root.id)}\n`);
    return EXIT.done;
  });
}

function decisionOf({ reject, done, notDone }: ApproveCommand): AnswerRequest['decision'] {
  if ([reject, done, notDone].filter((flag) => flag === true).length > 1) {
    throw new UsageError('give one of --reject, --done and --not-done');
  }
  if (done === true) return 'done';
  if (notDone === true) return 'not-done';
  return reject === true ? 'rejected' : 'approved';
}

function choose(
  { command }: Session,
  id: string,
  open: readonly AskedQuestion[],
  path: string | undefined,
): AskedQuestion {
  const fitting = open.filter((question) => path === undefined || question.path === path);
  const [only, second] = fitting;
  if (only === undefined) {
    throw new UsageError(
      path === undefined
        ? `run ${id} asks nothing now; how it stands: ${command('show', id)}`
        : `run ${id} has no open question '${path}'`,
    );
  }
  if (second === undefined) return only;
  const lines = fitting.map((question) => `\n  ${question.question}: ${answerCommands(question, command)[0] ?? ''}`);
  throw new UsageError(`run ${id} asks several things, say which with --path:${lines.join('')}`);
}

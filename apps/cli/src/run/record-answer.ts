import { type AnswerRequest, type Engine, hasEnded } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { daemonOf, takenUp } from './daemon-of.ts';
import { type AskedQuestion, openQuestions } from './family.ts';
import { answerCommands } from './next-commands.ts';

/**
 * The question that is meant. Throws {@link UsageError} where nothing of the kind is asked, or several things are and no
 * path says which.
 * @param outcome whether it is about an effect of unknown outcome, and no question to say yes or no to
 */
export async function findQuestion(
  session: Session,
  engine: Engine,
  id: string,
  { outcome, path }: { outcome: boolean; path: string | undefined },
): Promise<AskedQuestion> {
  const { command } = session;
  const run = await engine.get(id);
  session.subject = run.id;
  const open = await openQuestions(engine, run);
  const fitting = open.filter(
    (question) => (question.purpose === 'outcome') === outcome && (path === undefined || question.path === path),
  );
  const [only, second] = fitting;
  if (only !== undefined && second === undefined) return only;
  const shown = only === undefined ? open : fitting;
  const lines = shown.map(
    (question) => `\n  ${question.question}\n    ${answerCommands(question, command).join('\n    ')}`,
  );
  if (only !== undefined)
    throw new UsageError(`run ${run.id} asks several things, say which with --path:${lines.join('')}`);
  const asks =
    open.length === 0 ? `asks nothing now; how it stands: ${command('show', run.id)}` : 'asks something else:';
  throw new UsageError(`run ${run.id} ${asks}${lines.join('')}`);
}

/** Records what a person said, and says how the run goes on. */
export async function recordAnswer(
  session: Session,
  site: Site,
  engine: Engine,
  question: AskedQuestion,
  {
    decision,
    reason,
    plan,
  }: Pick<AnswerRequest, 'decision'> & { reason?: string | undefined; plan?: string | undefined },
): Promise<ExitCode> {
  const { path } = question;
  await engine.answer(question.run.id, {
    path,
    decision,
    by: session.by(),
    ...(plan !== undefined && { plan }),
    ...(reason !== undefined && { reason }),
  });
  const root = await engine.get(question.run.root);
  if (session.json) session.printJson({ run: question.run.id, path, decision });
  else session.print(`${question.question} ${decision}\n`);
  const still = (await engine.questions(question.run.id)).find((open) => open.path === path);
  if (still !== undefined)
    session.note(`${still.approvedBy.length} of ${still.count} have said yes; ${still.missing} more must.\n`);
  const idle = root.status === 'waiting' || engine.isInterrupted(root);
  if (still === undefined && idle && !hasEnded(root))
    session.note(`${takenUp(await daemonOf(site))}: ${session.command('resume', root.id)}\n`);
  return EXIT.done;
}

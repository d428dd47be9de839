import type { Engine } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { headed } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import type { AskedQuestion } from '../run/family.ts';
import { noteFreezes } from '../run/freezes.ts';
import { answerCommands } from '../run/next-commands.ts';
import { whoMayAnswer } from '../run/who-may-answer.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook pending`: everything that waits for a person, the oldest run first. */
export async function pending(session: Session): Promise<ExitCode> {
  return withEngine(session, async (engine, { clock }) => {
    await noteFreezes(session, engine);
    const open = await allQuestions(engine);
    if (session.json) session.printJson(open.map(documentOf));
    else if (open.length === 0) session.print('Nothing waits for a person.\n');
    else session.print(textOf(session, open, clock.now()));
    return EXIT.done;
  });
}

async function allQuestions(engine: Engine): Promise<AskedQuestion[]> {
  const open = await engine.list({ status: ['waiting', 'running'], limit: Number.MAX_SAFE_INTEGER });
  const asked = await Promise.all(
    open
      .reverse()
      .map(async (run) => (await engine.questions(run.id)).map((question): AskedQuestion => ({ ...question, run }))),
  );
  return asked.flat();
}

function documentOf({ run, ...question }: AskedQuestion) {
  const { id, root, runbook, risk, requestedBy, targets } = run;
  return { run: id, root, runbook, risk, requestedBy, targets, ...question };
}

/** @param now milliseconds since the epoch */
function textOf({ style, command }: Session, open: readonly AskedQuestion[], now: number): string {
  const isOver = ({ until }: AskedQuestion) => until !== undefined && Date.parse(until) <= now;
  const rows = open.map((question) => {
    const { run, count, approvedBy, purpose, until } = question;
    return [
      style.bold(run.id),
      run.runbook,
      run.requestedBy.user,
      question.question,
      whoMayAnswer(question),
      purpose === 'outcome' ? '' : `${approvedBy.length} of ${count}`,
      until === undefined ? '' : `${dateAndTime(until)}${isOver(question) ? ' (over)' : ''}`,
      question.plan?.slice(0, 12) ?? '',
    ];
  });
  const ways = (question: AskedQuestion) =>
    question.purpose === 'approval' && isOver(question)
      ? [`${command('resume', question.run.root)}  (nobody answered in time: it ends as refused)`]
      : answerCommands(question, command);
  const commands = open.map(
    (question) =>
      `  ${question.question}\n${ways(question)
        .map((line) => `    ${line}\n`)
        .join('')}`,
  );
  const heading = ['RUN', 'RUNBOOK', 'BY', 'QUESTION', 'WHO MAY ANSWER', 'YES', 'UNTIL', 'PLAN'];
  return `${headed(heading, rows)}\nTo answer:\n${commands.join('')}`;
}

import type { OpenQuestion, RunRecord } from '@opsbook/runbook';

type Run = Pick<RunRecord, 'id' | 'runbook'>;

interface AskedOptions {
  run: Run;
  question: Pick<OpenQuestion, 'question' | 'count' | 'approvedBy' | 'until'>;
  /** Who can answer in StackStorm, and by which inquiry; undefined: everybody. */
  inquiries: readonly { user: string | undefined; id: string }[];
  /** Who may answer where StackStorm asks nobody, and why it does not. */
  others: { who: string; why: string } | undefined;
  /** What to type at the command line. */
  commands: readonly string[];
}

/** Told in the chat when people are needed. */
export function askedNotice({ run, question: asked, inquiries, others, commands }: AskedOptions): string {
  const { question, count, approvedBy, until } = asked;
  const people = inquiries.map(({ user, id }) => `${plain(user ?? 'anybody')}: st2 inquiry respond ${id}`);
  const facts = [
    ...(count === 1 ? [] : [`${approvedBy.length} of ${count} have said yes`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
  return [
    `opsbook: run ${run.id} (${run.runbook}) waits for an answer: ${plain(question)}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}`,
    ...people,
    ...(others === undefined ? [] : [`${plain(others.who)} may answer. StackStorm cannot ask: ${plain(others.why)}`]),
    `At the command line: ${commands.join('  or  ')}`,
  ].join('\n');
}

/** Told in the chat when a question is not open any more. @param end what was decided by whom, or that its time is over */
export const answeredNotice = (run: Run, question: string, end: string): string =>
  `opsbook: run ${run.id} (${run.runbook}): ${plain(question)} ${plain(end)}`;

/** Told in the chat when nobody sees to a run any more. @param how it goes on */
export const leftNotice = (run: Run, how: string): string =>
  `opsbook: run ${run.id} (${run.runbook}) is left as it is. ${how}`;

/** Characters of one text in a chat. */
const MOST = 500;

/** A text of others as one line that calls nobody: a name such as `@channel`, or `<!here>`, would wake everybody. */
function plain(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const short = line.length > MOST ? `${line.slice(0, MOST)}...` : line;
  return short.replaceAll(/(?<!\w)@(?=\w)|<(?=[!@#])/g, (sign) => `${sign}\u200b`);
}

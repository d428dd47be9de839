import { dateAndTime } from '../format/time.ts';
import type { Session } from '../session.ts';
import type { AskedQuestion } from './family.ts';
import { answerCommands } from './next-commands.ts';
import { whoMayAnswer } from './who-may-answer.ts';

/** What a run waits for, who may answer it, and what they have to type. */
export function questionText(asked: AskedQuestion, command: Session['command']): string {
  const { question, purpose, count, approvedBy, until } = asked;
  const facts = [
    `${whoMayAnswer(asked)} may answer`,
    ...(purpose === 'outcome' || count === 1 ? [] : [`${approvedBy.length} of ${count} have said yes`]),
    ...(until === undefined ? [] : [`until ${dateAndTime(until)}`]),
  ];
  const commands = answerCommands(asked, command).map((line) => `  ${line}\n`);
  return `The run waits for an answer: ${question} (${facts.join('; ')})\n${commands.join('')}`;
}

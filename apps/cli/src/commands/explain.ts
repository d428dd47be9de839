import {
  type RuleSet,
  type Runs,
  type Story,
  type TriggerStore,
  engineRuns,
  explain as storyOf,
  runOf,
  storyText,
} from '@opsbook/triggers';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { siteRules } from '../rules/site-rules.ts';
import { openQuestions } from '../run/family.ts';
import { questionText } from '../run/question-text.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';
import { withEvents } from '../with-events.ts';

/** `opsbook explain <event|run>`: from its arrival to what came of it. */
export async function explain(session: Session, id: string): Promise<ExitCode> {
  return withEngine(session, (engine) =>
    withEvents(session, async (store, site) => {
      const runs = engineRuns(engine, site.clock);
      await refuseAmbiguous(runs, store, id);
      const rules = await rulesOf(session, site);
      const options = { store, runs, ...(rules && { rules }) };
      const story = await storyOf(options, id);
      const questions = story.run === undefined ? [] : await openQuestions(engine, story.run);
      if (session.json)
        session.printJson({ ...story, questions: questions.map(({ run, ...one }) => ({ ...one, run: run.id })) });
      else {
        const asked = questions.map((question) => questionText(question, session.command)).join('');
        session.print(`${storyText(story)}\n${asked}${moreOf(story, session.command)}`);
      }
      return EXIT.done;
    }),
  );
}

/** Events and runs have ids of one kind: a beginning may fit one of each. */
async function refuseAmbiguous(runs: Pick<Runs, 'get'>, store: TriggerStore, id: string): Promise<void> {
  const event = store.get(id)?.event.id;
  if (event === undefined || event === id) return;
  const run = await runs.get(id);
  if (run === undefined || run.id === id) return;
  throw new UsageError(`${id} is the beginning of event ${event} and of run ${run.id}: give more of it`);
}

/** What cannot be loaded keeps nobody from looking. */
async function rulesOf(session: Session, site: Site): Promise<RuleSet | undefined> {
  if (site.config.serve.rules.length === 0) return undefined;
  try {
    return await siteRules(site);
  } catch (error) {
    session.note(`Which rules were asked is told only where it was recorded: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** Where there is more to read: sentences that hold the command to type. */
function moreOf({ event, run }: Story, command: Session['command']): string {
  const led = run?.requestedBy['event'];
  const answered = event === undefined ? undefined : runOf(event.state);
  const lines = [
    ...(run === undefined ? [] : [`All of the run: ${command('show', run.id)}`]),
    ...(run?.parent === undefined ? [] : [`It is a part of another: ${command('explain', run.root)}`]),
    ...(event === undefined && typeof led === 'string'
      ? [`Event ${led} led to it, which is in the ledger no more`]
      : []),
    ...(run === undefined && answered !== undefined
      ? [`The run is in the ledger no more; what it changed: ${command('audit', '--run', answered)}`]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

import { type Engine, type RunRecord, freezeText } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import { unfreezeCommand } from '../run/unfreeze-command.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';

/** Runs that nobody goes on with, what waits for a person, and what is frozen. */
export async function checkRuns(engine: Engine, command: Session['command']): Promise<Diagnosis[]> {
  const open = await engine.list({ status: ['waiting', 'running'], limit: Number.MAX_SAFE_INTEGER });
  const asking: RunRecord[] = [];
  for (const run of open) if ((await engine.questions(run.id)).length > 0) asking.push(run);
  // One that waits for people needs nobody to execute it meanwhile.
  const resumable = open.filter((run) => run.parent === undefined && !asking.includes(run));
  const interrupted = resumable.filter((run) => engine.isInterrupted(run));
  const freezes = await engine.freezes();
  const found = [
    ...freezes.map((freeze) => warning('runs', freezeText(freeze), `Lift it: ${unfreezeCommand(freeze, command)}`)),
    ...(interrupted.length === 0
      ? []
      : [
          warning(
            'runs',
            `interrupted: ${idsOf(interrupted)}`,
            `Go on: ${command('resume', '<run>')}, or a daemon does`,
          ),
        ]),
    ...(asking.length === 0 ? [] : [warning('runs', `waiting for people: ${idsOf(asking)}`, command('pending'))]),
  ];
  return found.length === 0 ? [ok('runs', `${open.length} open, none interrupted, none waits for a person`)] : found;
}

/** As many as anybody reads. */
const SHOWN = 5;

const idsOf = (runs: readonly { id: string }[]): string =>
  [
    ...runs.slice(0, SHOWN).map(({ id }) => id),
    ...(runs.length > SHOWN ? [`and ${runs.length - SHOWN} more`] : []),
  ].join(', ');

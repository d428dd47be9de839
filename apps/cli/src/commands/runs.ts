import { type Engine, type ListFilter, type RunRecord, type RunStatus, hasEnded } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { formatDuration, secondsBetween } from '../format/duration.ts';
import { parseCount } from '../format/parse-count.ts';
import { headed } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import { inline } from '../format/values.ts';
import { openQuestions } from '../run/family.ts';
import { freezeOfRun, noteFreezes } from '../run/freezes.ts';
import { statusOf } from '../run/run-state.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

const STATUSES: readonly RunStatus[] = ['waiting', 'running', 'done', 'failed', 'cancelled', 'refused'];

export interface RunsOptions {
  status?: string[];
  runbook?: string;
  limit: string;
}

/** `opsbook runs`. Runs that another run started are left out: `show` of their parent tells of them. */
export async function runs(session: Session, options: RunsOptions): Promise<ExitCode> {
  const filter = filterOf(options);
  return withEngine(session, async (engine) => {
    await noteFreezes(session, engine);
    const latest = await engine.list({ ...filter, rootsOnly: true });
    const states = await Promise.all(latest.map((run) => stateIn(engine, run)));
    if (session.json) {
      const documents = states.map(({ run, interrupted, freeze }) => ({
        ...run,
        interrupted,
        frozen: freeze !== undefined,
      }));
      session.printJson(documents);
      return EXIT.done;
    }
    const rows = states.map((state) => [
      session.style.bold(state.run.id),
      state.run.runbook,
      statusOf(state),
      dateAndTime(state.run.createdAt),
      tookOf(state.run),
      state.run.requestedBy.user,
      inline(state.run.input),
    ]);
    session.print(headed(['RUN', 'RUNBOOK', 'STATUS', 'ASKED AT', 'TOOK', 'BY', 'INPUT'], rows));
    return EXIT.done;
  });
}

/** What a run's status is told from. */
async function stateIn(engine: Engine, run: RunRecord) {
  const freeze = await freezeOfRun(engine, run);
  const questions = hasEnded(run) ? [] : await openQuestions(engine, run);
  return { run, interrupted: engine.isInterrupted(run), questions, ...(freeze !== undefined && { freeze }) };
}

const tookOf = ({ startedAt, endedAt }: RunRecord): string =>
  startedAt === undefined || endedAt === undefined ? '' : formatDuration(secondsBetween(startedAt, endedAt));

function filterOf({ status, runbook, limit }: RunsOptions): ListFilter & { limit: number } {
  const unknown = (status ?? []).filter((one) => !STATUSES.includes(one as RunStatus));
  if (unknown.length > 0) throw new UsageError(`--status: ${unknown.join(', ')}: use ${STATUSES.join(', ')}`);
  return {
    limit: parseCount('--limit', limit),
    ...(status !== undefined && { status: status as RunStatus[] }),
    ...(runbook !== undefined && { runbook }),
  };
}

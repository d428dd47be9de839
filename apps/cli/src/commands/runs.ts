import type { ListFilter, RunStatus } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { formatDuration, secondsBetween } from '../format/duration.ts';
import { headed } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import { inline } from '../format/values.ts';
import { openQuestions } from '../run/family.ts';
import { statusOf } from '../run/run-text.ts';
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
    const found = (await engine.list({ ...filter, limit: 10_000 })).filter(({ parent }) => parent === undefined);
    const latest = found.slice(0, filter.limit);
    if (session.json) {
      session.printJson(latest.map((run) => ({ ...run, interrupted: engine.isInterrupted(run) })));
      return EXIT.done;
    }
    const asking = await Promise.all(
      latest.map((run) => (run.status === 'running' ? openQuestions(engine, run) : Promise.resolve([]))),
    );
    const rows = latest.map((run, i) => [
      session.style.bold(run.id),
      run.runbook,
      statusOf({ run, interrupted: engine.isInterrupted(run), questions: asking[i] ?? [] }),
      dateAndTime(run.createdAt),
      run.startedAt !== undefined && run.endedAt !== undefined
        ? formatDuration(secondsBetween(run.startedAt, run.endedAt))
        : '',
      run.requestedBy.user,
      inline(run.input),
    ]);
    session.print(headed(['RUN', 'RUNBOOK', 'STATUS', 'ASKED AT', 'TOOK', 'BY', 'INPUT'], rows));
    return EXIT.done;
  });
}

function filterOf({ status, runbook, limit }: RunsOptions): ListFilter & { limit: number } {
  const unknown = (status ?? []).filter((one) => !STATUSES.includes(one as RunStatus));
  if (unknown.length > 0) throw new UsageError(`--status: ${unknown.join(', ')}: use ${STATUSES.join(', ')}`);
  if (!/^[1-9]\d*$/.test(limit)) throw new UsageError(`--limit must be a whole number above 0, not '${limit}'`);
  return {
    limit: Number(limit),
    ...(status !== undefined && { status: status as RunStatus[] }),
    ...(runbook !== undefined && { runbook }),
  };
}

import { type Engine, type Freeze, type RunRecord, freezeOf } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { headed } from '../format/table.ts';
import { inline } from '../format/values.ts';
import { unfreezeCommand } from '../run/unfreeze-command.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook freeze --reason <text>`. It returns at once: runs under way stop by themselves, at their next safe point. */
export async function freeze(session: Session, { reason }: { reason: string }): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    const frozen = await engine.freeze({ ...scopeOf(session, site), by: session.by(), reason });
    const stopped = await stoppedBy(engine, frozen);
    if (session.json) {
      session.printJson({ ...frozen, stops: stopped.map(({ id }) => id) });
      return EXIT.done;
    }
    const where = frozen.scope === '' ? '' : ` in ${frozen.label}`;
    session.print(`${frozen.label} is frozen: no run${where} starts.\n`);
    session.print(stopped.length === 0 ? 'No run was under way.\n' : stops(session, stopped));
    session.note(`Lift it: ${unfreezeCommand(frozen, session.command)}\n`);
    return EXIT.done;
  });
}

/** What `--cloud` names; without it everything, whatever cloud is the default. */
export function scopeOf({ globals: { cloud } }: Session, site: Site): Pick<Freeze, 'scope' | 'label'> {
  return cloud === undefined ? { scope: '', label: 'everything' } : { scope: site.scopeOf(cloud), label: cloud };
}

/** The runs that people know of which have not ended, and are in the scope or have started one that is. */
export async function stoppedBy(engine: Engine, frozen: Freeze): Promise<RunRecord[]> {
  const open = await engine.list({ status: ['waiting', 'running'], limit: Number.MAX_SAFE_INTEGER });
  const roots = new Set(open.filter((run) => freezeOf([frozen], run) !== undefined).map(({ root }) => root));
  return open.filter(({ id }) => roots.has(id));
}

function stops(session: Session, runs: readonly RunRecord[]): string {
  const rows = runs.map((run) => [
    session.style.bold(run.id),
    run.runbook,
    run.status,
    run.requestedBy.user,
    inline(run.input),
  ]);
  return [
    'These stop at their next safe point and undo nothing; they keep their leases:\n',
    headed(['RUN', 'RUNBOOK', 'STATUS', 'BY', 'INPUT'], rows, '  '),
    `Whether they have: ${session.command('runs')}\n`,
  ].join('');
}

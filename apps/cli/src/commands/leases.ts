import type { RunRecord } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { headed } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import { noteFreezes } from '../run/freezes.ts';
import { statusOf } from '../run/run-state.ts';
import { stateOf } from '../run/state-of.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook leases`. */
export async function leases(session: Session): Promise<ExitCode> {
  return withEngine(session, async (engine) => {
    await noteFreezes(session, engine);
    const held = await engine.leases();
    const holders = await Promise.all(held.map(({ run }) => stateOf(engine, run)));
    const rows = held.map(({ target, run, runbook, by, since }, i) => {
      const holder = holders[i];
      return [target, run, runbook, holder === undefined ? '' : statusOf(holder), by, dateAndTime(since)];
    });
    if (session.json) session.printJson(held);
    else if (rows.length === 0) session.print('Nothing is held.\n');
    else session.print(headed(['TARGET', 'RUN', 'RUNBOOK', 'STATUS', 'BY', 'SINCE'], rows));
    const left = new Map(holders.filter(({ interrupted }) => interrupted).map(({ run }) => [run.id, run]));
    for (const run of left.values()) session.note(`${howItGoesOn(run, session.command)}\n`);
    return EXIT.done;
  });
}

/** What makes a run go on that nobody executes any more. */
function howItGoesOn({ id, requestedBy }: RunRecord, command: Session['command']): string {
  const { surface, execution } = requestedBy;
  const again =
    surface === 'stackstorm' && typeof execution === 'string' ? `st2 execution re-run ${execution}  or  ` : '';
  return `Nobody executes run ${id} any more. A daemon (${command('serve')}) goes on with it, or: ${again}${command('resume', id)}`;
}

/** `opsbook leases break <target> --reason <text>`. */
export async function breakLease(session: Session, target: string, { reason }: { reason: string }): Promise<ExitCode> {
  return withEngine(session, async (engine) => {
    const holder = (await engine.leases()).find((lease) => lease.target === target);
    if (!(await engine.breakLease(target, session.by(), reason)))
      throw new UsageError(`nobody holds ${target}; what is held: ${session.command('leases')}`);
    if (session.json) session.printJson({ target, broken: holder ?? null });
    else session.print(`${target} is free; it was held by run ${holder?.run ?? 'unknown'}.\n`);
    return EXIT.done;
  });
}

import { dirname, join } from 'node:path';
import {
  type AnyRunbook,
  type Engine,
  type Json,
  type RunRecord,
  type StartRequest,
  approvedPlan,
} from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeForError } from '../exit-code.ts';
import { parseDuration } from '../format/duration.ts';
import { showPlan } from '../plan/show-plan.ts';
import { drive } from '../run/drive.ts';
import { noteLedger } from '../run/ledger-note.ts';
import { questionText } from '../run/question-text.ts';
import { refuseFrozen } from '../run/refuse-frozen.ts';
import { startOrPlan } from '../run/start-or-plan.ts';
import { type GivenRunbook, readRequest } from '../run/read-request.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

export interface RunCommand extends GivenRunbook {
  yes?: boolean;
  detach?: boolean;
  /** A duration. */
  wait?: string;
  stay?: boolean;
  queue?: boolean;
}

/** `opsbook run <runbook>`. */
export async function run(session: Session, command: RunCommand): Promise<ExitCode> {
  const { yes, detach: inBackground = false, queue = false } = command;
  if (inBackground && queue) throw new UsageError('give --detach or --queue, not both');
  const leaseWait = command.wait === undefined ? 0 : parseDuration(command.wait);
  const site = await session.site();
  const { runbook, input } = await readRequest(session, site, command);
  noteLedger(session, site);
  const begin = async (engine: Engine) => {
    await refuseFrozen(engine, site, runbook, input);
    // What only looks shows what a plan of it would show.
    const asks = yes !== true && runbook.risk !== 'read-only';
    const consent = asks ? await planAndAsk(session, site, engine, runbook, input) : 'given';
    if (typeof consent === 'number') return consent;
    const start = (given: Consent) =>
      engine.start({
        runbook: runbook.name,
        input,
        requestedBy: session.by(),
        leaseWait,
        // Whoever executes these is another process.
        queued: inBackground || queue,
        ...given,
      });
    const record =
      consent === 'given' ? await startOrPlan(session, site, engine, runbook, input, start) : await start(consent);
    session.subject = record.id;
    if (queue || inBackground) await noteApproval(session, engine, record);
    if (queue) return await leaveQueued(session, engine, record.id);
    if (inBackground) return await detach(session, site, engine, record.id);
    session.say(`Run ${record.id}\n`);
    return await drive(session, site, engine, record, { stay: command.stay });
  };
  return withEngine(session, begin, await site.catalog(runbook.name));
}

type Consent = Pick<StartRequest, 'approval' | 'plan'>;

/** Shows the plan. Somebody at the terminal is asked; where there is nobody the run itself will ask. */
async function planAndAsk(
  session: Session,
  site: Site,
  engine: Engine,
  runbook: AnyRunbook,
  input: Json,
): Promise<Consent | ExitCode> {
  const plan = await showPlan(session, site, engine, runbook, input);
  if (plan.error !== undefined) {
    if (session.json) session.printJson({ error: plan.error });
    session.note('Nothing was started.\n');
    return exitCodeForError(plan.error);
  }
  const bound = approvedPlan(plan);
  if (!session.interactive) return { approval: 'required', plan: bound };
  const typed = await session.prompt('Run it? [y/N] ');
  if (/^y(es)?$/i.test((typed ?? '').trim())) return { approval: 'given', plan: bound };
  session.note('Nothing was started.\n');
  return EXIT.refused;
}

/** Who has to say yes before another process can begin it. */
async function noteApproval(session: Session, engine: Engine, run: RunRecord): Promise<void> {
  for (const question of await engine.questions(run.id))
    session.note(questionText({ ...question, run }, session.command));
}

async function leaveQueued(session: Session, engine: Engine, id: string): Promise<ExitCode> {
  if (session.json) session.printJson(await engine.get(id));
  else session.print(`${id}\n`);
  session.note(`It waits for a worker (${session.command('work')}). Follow it: ${session.command('follow', id)}\n`);
  return EXIT.done;
}

async function detach(session: Session, site: Site, engine: Engine, id: string): Promise<ExitCode> {
  const log = join(dirname(site.ledger.path), 'logs', `${id}.log`);
  const { config, sandbox } = session.globals;
  const options = [
    ...(config === undefined ? [] : ['--config', config]),
    ...(sandbox ? ['--sandbox'] : []),
    ...['--ledger', site.ledger.path],
  ];
  await session.terminal.detach(['resume', id, '--stay', '--no-color', ...options], log);
  if (session.json) session.printJson(await engine.get(id));
  else session.print(`${id}\n`);
  session.note(`It runs in the background. Follow it: ${session.command('follow', id)}; its log: ${log}\n`);
  return EXIT.done;
}

import { dirname, join } from 'node:path';
import { type AnyRunbook, type Engine, type Json, type Plan, type StartRequest, approvedPlan } from '@opsbook/runbook';
import { EXIT, type ExitCode, exitCodeForError } from '../exit-code.ts';
import { parseDuration } from '../format/duration.ts';
import { makePlanOf } from '../plan/make-plan-of.ts';
import { planText } from '../plan/plan-text.ts';
import { drive } from '../run/drive.ts';
import { noteLedger } from '../run/ledger-note.ts';
import { type GivenRunbook, readRequest } from '../run/read-request.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { withEngine } from '../with-engine.ts';

export interface RunCommand extends GivenRunbook {
  yes?: boolean;
  detach?: boolean;
  /** A duration. */
  wait?: string;
  stay?: boolean;
}

/** `opsbook run <runbook>`. */
export async function run(session: Session, command: RunCommand): Promise<ExitCode> {
  const leaseWait = command.wait === undefined ? 0 : parseDuration(command.wait);
  const site = await session.site();
  const { runbook, input } = await readRequest(session, site, command);
  noteLedger(session, site);
  const consent = command.yes === true ? 'given' : await planAndAsk(session, site, runbook, input);
  if (typeof consent === 'number') return consent;
  return withEngine(session, async (engine) => {
    const record = await engine.start({
      runbook: runbook.name,
      input,
      requestedBy: session.by(),
      leaseWait,
      ...(consent === 'given' ? {} : consent),
    });
    if (command.detach === true) return await detach(session, site, engine, record.id);
    session.subject = record.id;
    session.say(`Run ${record.id}\n`);
    return await drive(session, site, engine, record, { stay: command.stay });
  });
}

type Consent = Pick<StartRequest, 'approval' | 'plan'>;

/** Shows the plan. Somebody at the terminal is asked; where there is nobody the run itself will ask. */
async function planAndAsk(session: Session, site: Site, runbook: AnyRunbook, input: Json): Promise<Consent | ExitCode> {
  const plan: Plan = await makePlanOf(site, runbook, input);
  session.say(planText(plan, session.sayStyle));
  if (plan.error !== undefined) {
    if (session.json) session.printJson({ error: plan.error });
    session.note('Nothing was started.\n');
    return exitCodeForError(plan.error);
  }
  const bound = approvedPlan(plan);
  if (!session.interactive) return { approval: 'required', plan: bound };
  const typed = await session.terminal.prompt('Run it? [y/N] ');
  if (/^y(es)?$/i.test((typed ?? '').trim())) return { approval: 'given', plan: bound };
  session.note('Nothing was started.\n');
  return EXIT.refused;
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

import type { CompatRequest } from '@opsbook/actions';
import {
  type ActionRequest,
  type ActionResult,
  dropUnset,
  errorOf,
  hideSecrets,
  requesterOf,
  resultText,
  runIdOf,
  runToGoOnWith,
  signalMeaning,
  takeBridge,
} from '@opsbook/actions/action';
import { scrub } from '@opsbook/context';
import { type AnyRunbook, type Engine, type Json, type StartRequest, approvedPlan, errorValue } from '@opsbook/runbook';
import * as z from 'zod';
import { EXIT, type ExitCode, exitCodeForError } from '../exit-code.ts';
import { gatherInput } from '../input/gather-input.ts';
import { inputSchema } from '../input/json-schema.ts';
import { nextStep } from '../next-step.ts';
import { showPlan } from '../plan/show-plan.ts';
import { noteLedger } from '../run/ledger-note.ts';
import { planToStart } from '../run/plan-to-start.ts';
import { refuseFrozen } from '../run/refuse-frozen.ts';
import { refuseOtherPlan } from '../run/refuse-other-plan.ts';
import { resultOf } from '../run/result-of.ts';
import { SignalRelay } from '../run/signal-relay.ts';
import { StackStormLink } from '../run/st2/stackstorm-link.ts';
import { withPeople } from '../run/st2/with-people.ts';
import { startOrPlan } from '../run/start-or-plan.ts';
import { toItsEnd } from '../run/to-its-end.ts';
import { Session, findRunbook } from '../session.ts';
import type { Site } from '../site.ts';
import type { Environment } from '../terminal.ts';
import { version } from '../version.ts';
import { withEngine } from '../with-engine.ts';

/**
 * `opsbook action <runbook>`: what an action of the StackStorm pack runs. Input comes from the environment and never from the
 * command line, which everybody on the host can read. Standard output is one JSON object, whatever happens.
 */
export async function action(called: Session, name: string, compat?: 'cloud-pack'): Promise<ExitCode> {
  const { terminal, globals, backend } = called;
  terminal.reserveOut(scrub);
  // Each schema is used once or never: making functions of them takes longer than they save.
  z.config({ jitless: true });
  // Not only for people: text that is not JSON keeps StackStorm from taking the log for a document.
  called.note(`opsbook ${version()}: ${name}\n`);
  const relay = new SignalRelay(terminal);
  let session = called;
  let result: ActionResult;
  let code: ExitCode = EXIT.failed;
  try {
    const { runbook, request, ignored } = await requestOf(name, takeBridge(terminal.env), compat);
    const env = { ...terminal.env, ...request.environment };
    const heard = Object.create(terminal, { onStop: { value: relay.onStop }, env: { value: env } }) as typeof terminal;
    const told = { ...configOf(env), ...globals, json: true, color: false };
    session = new Session(heard, told, backend, requesterOf(request));
    for (const { parameter, why } of ignored) session.note(`${parameter} is ignored: ${why}\n`);
    result = { ...(await perform(session, request, runbook)), ...(ignored.length > 0 && { ignored }) };
    if (result.ok) code = EXIT.done;
  } catch (thrown) {
    const error = errorValue(thrown);
    result = { ok: false, error: errorOf(error) };
    if (exitCodeForError(error) === EXIT.invalid) code = EXIT.invalid;
    const isOld = compat !== undefined && error.code === 'INVALID_INPUT';
    const next = isOld ? oldHelp(name, terminal.env) : nextStep(error, session);
    session.note([error.message, next, ''].filter((line) => line !== undefined).join('\n'));
  } finally {
    relay.release();
  }
  session.print(`${resultText(result)}\n`);
  return code;
}

/** Whoever is told what to type has another environment, and so has to name a file that is not where everybody looks. */
function configOf({ OPSBOOK_CONFIG: config = '' }: Environment): { config?: string } {
  return config === '' || config === '/etc/opsbook/opsbook.yaml' ? {} : { config };
}

/** `describe` knows neither an old name nor its parameters. */
const oldHelp = (name: string, env: Environment): string =>
  `What it takes: st2 run ${env['ST2_ACTION_PACK_NAME'] ?? 'stackstorm_openstack'}.${name} -h`;

/** Under an old name the parameters are old ones as well. */
async function requestOf(runbook: string, request: ActionRequest, compat?: 'cloud-pack'): Promise<CompatRequest> {
  if (compat === undefined) return { runbook, request, ignored: [] };
  const { compatRequest } = await import('../run/compat-request.ts');
  return compatRequest(runbook, request);
}

async function perform(session: Session, request: ActionRequest, name: string): Promise<ActionResult> {
  const site = await session.site();
  const begun = site.clock.now();
  const signals = signalMeaning(site.clock, request.context.timeout);
  const catalog = await site.catalog(name);
  const runbook = await findRunbook(catalog.runbooks, name);
  session.subject = name;
  const document = JSON.stringify(hideSecrets(inputSchema(runbook), dropUnset(runbook, request.params)));
  const { cloud } = session.globals;
  const sources = { args: [], document, cloud, defaultCloud: site.defaultCloud };
  const input = gatherInput(runbook, sources, () => site.knownClouds());
  noteLedger(session, site);
  const work = async (engine: Engine): Promise<ActionResult> => {
    if (request.plan === true) return await plan(session, site, engine, runbook, input);
    const left = await runToGoOnWith(engine, request, { runbook: runbook.name, input });
    if (left && request.planHash)
      refuseOtherPlan(left.plan, request.planHash, `the run ${left.id}, with which this goes on,`);
    const run = left ?? (await start(session, site, engine, { request, runbook, input }));
    session.subject = run.id;
    session.note(`Run ${run.id}\n`);
    const link = StackStormLink.of(session, site, request);
    const { outcome, unasked } =
      link === undefined
        ? { outcome: await toItsEnd(session, site, engine, run, signals) }
        : await withPeople(run, { session, site, engine, link, signals, begun });
    return await resultOf(session, engine, run.id, outcome, unasked);
  };
  return await withEngine(session, work, catalog);
}

async function plan(
  session: Session,
  site: Site,
  engine: Engine,
  runbook: AnyRunbook,
  input: Json,
): Promise<ActionResult> {
  const made = await showPlan(session, site, engine, runbook, input);
  return made.error === undefined
    ? { ok: true, changed: false, plan: made }
    : { ok: false, changed: false, plan: made, error: errorOf(made.error) };
}

interface Asked {
  request: ActionRequest;
  runbook: AnyRunbook;
  input: Json;
}

async function start(session: Session, site: Site, engine: Engine, { request, runbook, input }: Asked) {
  const { execution, planHash } = request;
  await refuseFrozen(engine, site, runbook, input);
  const begin = (given: Pick<StartRequest, 'plan'>) =>
    engine.start({
      ...(execution !== undefined && { id: runIdOf(execution) }),
      runbook: runbook.name,
      input,
      requestedBy: session.by(),
      ...given,
    });
  if (!planHash) return await startOrPlan(session, site, engine, runbook, input, begin);
  const plan = await planToStart(session, site, engine, runbook, input);
  refuseOtherPlan(plan, planHash, 'what would be changed now');
  return await begin({ plan: approvedPlan(plan) });
}

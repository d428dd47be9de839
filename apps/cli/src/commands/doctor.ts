import { existsSync } from 'node:fs';
import { eventLedgerPath } from '@opsbook/services';
import { ledgerHolder } from '@opsbook/triggers';
import type { Catalog } from '../catalog/catalog.ts';
import { checkAlertmanagers } from '../doctor/check-alertmanagers.ts';
import { checkClock } from '../doctor/check-clock.ts';
import { checkConfiguration } from '../doctor/check-configuration.ts';
import { checkConnections } from '../doctor/check-connections.ts';
import { checkEvents } from '../doctor/check-events.ts';
import { checkLedgerFile } from '../doctor/check-ledger-file.ts';
import { checkRules } from '../doctor/check-rules.ts';
import { checkRuns } from '../doctor/check-runs.ts';
import { type Diagnosis, fault, messageOf, ok, warning } from '../doctor/diagnosis.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { pad } from '../format/table.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { withEngine } from '../with-engine.ts';
import { withEvents } from '../with-events.ts';

/** `opsbook doctor`: every look that can be taken, each with what to do; changes nothing. 1 where something is at fault. */
export async function doctor(session: Session): Promise<ExitCode> {
  const all: Diagnosis[] = [];
  for await (const found of diagnoses(session)) {
    all.push(found);
    if (!session.json) session.print(textOf(found, session));
  }
  const faults = all.filter(({ status }) => status === 'fault').length;
  const warnings = all.filter(({ status }) => status === 'warning').length;
  if (session.json) session.printJson({ ok: faults === 0, faults, warnings, checks: all });
  else session.print(`\n${all.length} looks: ${faults} at fault, ${warnings} to be thought of.\n`);
  return faults === 0 ? EXIT.done : EXIT.failed;
}

function textOf({ check, status, detail, advice }: Diagnosis, { style }: Session): string {
  const mark = { ok: style.green('ok'), warning: style.yellow('warning'), fault: style.red('fault') }[status];
  return `${pad(mark, 7)}  ${check}: ${detail}\n${advice === undefined ? '' : `         -> ${advice}\n`}`;
}

/** As they are found. What a look cannot find out is a fault, and never an exception. */
async function* diagnoses(session: Session): AsyncGenerator<Diagnosis> {
  yield ok('node', process.version);
  let site: Site;
  try {
    site = await session.site();
  } catch (error) {
    yield fault('configuration', messageOf(error), `Mend it, then: ${session.command('config', 'check')}`);
    return;
  }
  const { config, ledger } = site;
  const events = eventLedgerPath(config, ledger.path);
  yield* await look('configuration', () => checkConfiguration(config));
  yield* await look('ledger', () => checkLedgerFile('ledger', ledger.path));
  if (!ledger.shared) {
    yield warning('ledger', "it is this user's alone: its leases hold for nobody else", "Name one by 'ledger:'");
  }
  yield* await look('event ledger', () => checkLedgerFile('event ledger', events));
  yield* await look('daemon', () => [daemonOn(events, site, session)]);
  yield* await withRunbooks(session, site);
  yield* await look('alertmanager', () => checkAlertmanagers(site));
  yield* await look('clock', () => checkClock(site, session.terminal.env));
  if (existsSync(ledger.path)) {
    yield* await look('runs', () => withEngine(session, (engine) => checkRuns(engine, session.command)));
  }
  yield* await look('events', () =>
    withEvents(session, (store) => checkEvents(store, site.clock.now(), session.command)),
  );
}

async function look(check: string, found: () => Diagnosis[] | Promise<Diagnosis[]>): Promise<Diagnosis[]> {
  try {
    return await found();
  } catch (error) {
    return [fault(check, messageOf(error), 'Mend what it says')];
  }
}

function daemonOn(path: string, { config }: Site, { command }: Session): Diagnosis {
  const holder = ledgerHolder(path);
  if (holder !== undefined) return ok('daemon', `${holder} works on ${path}`);
  const { rules, sensors, alertmanagers, webhooks } = config.serve;
  const wanted = rules.length + [sensors, alertmanagers, webhooks].flatMap((one) => Object.keys(one)).length > 0;
  if (!wanted) return ok('daemon', "none runs, and 'serve' of the configuration has nothing for one to do");
  return fault('daemon', 'none runs: no alert is taken, and nobody decides', `Start it: ${command('serve')}`);
}

/** What needs the runbooks' code: connections, rules, sensors. */
async function withRunbooks(session: Session, site: Site): Promise<Diagnosis[]> {
  let catalog: Catalog;
  try {
    catalog = await site.catalog();
  } catch (error) {
    return [fault('runbooks', messageOf(error), `Mend them, then: ${session.command('list')}`)];
  }
  const loaded = ok('runbooks', `${catalog.runbooks.length} load, version ${catalog.version}`);
  const connections = await look('connections', () => checkConnections(site, catalog));
  return [loaded, ...connections, ...(await look('rules', () => rulesOf(session, site, catalog)))];
}

function rulesOf({ command }: Session, { config }: Site, { runbooks }: Catalog): Diagnosis[] {
  const { rules, ruleFaults, sensorFaults } = checkRules(config, runbooks);
  const disabled = rules?.rules.filter(({ enabled }) => !enabled).length ?? 0;
  const sensors = Object.keys(config.serve.sensors).length;
  return [
    ...ruleFaults.map((text) => fault('rules', text, `Mend it, then: ${command('rules', 'check')}`)),
    ...(rules === undefined ? [] : [ok('rules', `${rules.rules.length} load, ${disabled} of them disabled`)]),
    ...sensorFaults.map((text) => fault('sensors', text, `Mend it, then: ${command('serve', '--check')}`)),
    ...(sensorFaults.length === 0 ? [ok('sensors', `${sensors} can look`)] : []),
  ];
}

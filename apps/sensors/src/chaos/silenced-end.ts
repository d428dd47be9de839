import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from './free-port.ts';
import { OwnAlertmanager, isInstalled } from './own-alertmanager.ts';
import { SilencingSite, TOKEN } from './silencing-site.ts';

/**
 * A real Alertmanager and alerts that a run silences: the end of one comes in silence, and nobody is told of it; another one fires
 * on. At the deadline Alertmanager is down, then it was started just now and knows of nothing that it is not told anew. The daemon
 * must find out of both. Takes seven minutes: so long it does not believe an Alertmanager that was started just now.
 *
 * `node silenced-end.ts [--binary prometheus-alertmanager]`
 */
const { values } = parseArgs({ options: { binary: { type: 'string', default: 'prometheus-alertmanager' } } });
/** Milliseconds until it is given up. */
const LIMIT = 900_000;
const began = Date.now();

const say = (text: string) => process.stdout.write(`silenced end: ${text}\n`);
if (!isInstalled(values.binary)) {
  say(`skipped: there is no ${values.binary} here`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'opsbook-silenced-'));
const [port, hookPort] = [await freePort(), await freePort()];
const hook = `http://127.0.0.1:${hookPort}/v1/alertmanager/prod`;
const alertmanager = new OwnAlertmanager({
  ...{ binary: values.binary, folder, port, hook, token: TOKEN, groupBy: 'instance', inTime },
});
/** When what is over has ended: UTC ISO 8601, by instance. */
const ends = new Map<string, string>();
let posting = true;
let site: SilencingSite | undefined;
let posts: Promise<void> | undefined;
let ok = false;
try {
  await alertmanager.start();
  const daemon = (site = await SilencingSite.start(folder, alertmanager.url, hookPort));
  posts = keepPosting(['over', 'fires', 'heard']);
  await until(() => daemon.remediations('verifying', 'ended').size === 3);
  for (const instance of ['over', 'heard']) ends.set(instance, new Date().toISOString());
  await until(() => daemon.told().includes('heard resolved'));
  await pause(5000);
  await alertmanager.stop('SIGTERM');
  say('Alertmanager is down');
  await pause(45_000);
  await alertmanager.start();
  say('Alertmanager is back');
  await until(() => daemon.remediations('ended').size === 3);
  const faults = await faultsOf(daemon);
  for (const fault of faults) say(`FAULT ${fault}`);
  say(faults.length === 0 ? `as it has to be, after ${Math.round((Date.now() - began) / 1000)} s` : `see ${folder}`);
  ok = faults.length === 0;
} finally {
  posting = false;
  await posts;
  await site?.stop();
  await alertmanager.stop('SIGKILL');
  if (ok) rmSync(folder, { recursive: true });
}
process.exitCode = ok ? 0 : 1;

async function faultsOf(daemon: SilencingSite): Promise<string[]> {
  const found = daemon.remediations('ended');
  for (const [instance, one] of found) say(`${instance}\n${await daemon.story(one)}\n`);
  const came = [...found].map(([instance, one]) => `${instance}: ${one.outcome} ${one.asked?.found ?? ''}`).sort();
  const wanted = ['fires: not-resolved fires', 'heard: helped ', 'over: helped over'];
  const isNamed = found.get('fires')?.asked?.why.includes('which this run made');
  const doubted = readFileSync(daemon.log, 'utf8').includes('may not have been told yet');
  return [
    ...(came.join() === wanted.join() ? [] : [`it came to ${came.join(', ')}`]),
    ...(daemon.told().includes('over resolved') ? ['Alertmanager told of the end of what was silenced'] : []),
    ...(isNamed === true ? [] : ['whose silence it is was not said']),
    ...(doubted ? [] : ['an Alertmanager that was started just now was believed']),
  ];
}

/** Each second, as Prometheus does, what fires and what is over. */
async function keepPosting(instances: readonly string[]): Promise<void> {
  const startsAt = new Date(began).toISOString();
  while (posting) {
    const later = new Date(Date.now() + 240_000).toISOString();
    const alertOf = (instance: string) => ({
      ...{ labels: { alertname: 'Test', instance }, startsAt, endsAt: ends.get(instance) ?? later },
    });
    await alertmanager.post(instances.map(alertOf));
    await pause(1000);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    inTime();
    await pause(100);
  }
}

function inTime(): void {
  if (Date.now() - began > LIMIT) throw new Error(`given up after ${LIMIT / 1000} s; see ${folder}`);
}

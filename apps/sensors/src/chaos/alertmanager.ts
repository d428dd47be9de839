import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eventLedgerPath } from '@opsbook/services';
import { openTriggerStore } from '@opsbook/triggers';
import { freePort } from './free-port.ts';
import { isIdle } from './is-idle.ts';
import { OwnAlertmanager, isInstalled } from './own-alertmanager.ts';
import { instanceOf } from './sender.ts';
import { ChaosSite, TOKEN, isActedUpon } from './site.ts';
import { verdictOf } from './verdict.ts';
import { Victim } from './victim.ts';

/**
 * A real Alertmanager gets alerts, as Prometheus posts them: all that fire, each of them again within about a minute. It is
 * stopped and killed in turn meanwhile, and the daemon is killed too; then each alert must be in the ledger once, decided, and
 * each run be started once.
 *
 * `node alertmanager.ts [--binary prometheus-alertmanager] [--alerts 1000] [--restarts 4]`
 */
const { values } = parseArgs({
  options: {
    binary: { type: 'string', default: 'prometheus-alertmanager' },
    alerts: { type: 'string', default: '1000' },
    restarts: { type: 'string', default: '4' },
  },
});
const [alerts, restarts] = [Number(values.alerts), Number(values.restarts)];
/** Alerts of one group, which Alertmanager posts together. */
const GROUP = 25;
/** Milliseconds between two posts, and how many alerts are posted at once: all of them are posted within some 60 posts. */
const PAUSE = 1000;
const AT_ONCE = GROUP * Math.max(2, Math.ceil(alerts / GROUP / 60));
/** Milliseconds until it is given up. */
const LIMIT = 120_000 + alerts * 20 + restarts * 20_000;

const say = (text: string) => process.stdout.write(`chaos: ${text}\n`);
if (!isInstalled(values.binary)) {
  say(`skipped: there is no ${values.binary} here`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'opsbook-chaos-'));
const site = new ChaosSite(folder, folder, await freePort());
const victim = new Victim(site);
const hook = `http://127.0.0.1:${site.config.serve.port}/v1/alertmanager/chaos`;
const alertmanager = new OwnAlertmanager({
  ...{ binary: values.binary, folder, port: await freePort(), hook, token: TOKEN, groupBy: 'group' },
  inTime: refuseLate,
});
const began = Date.now();
let ok = false;
let over = false;
try {
  await victim.start();
  await alertmanager.start();
  const posting = post();
  for (let number = 0; number < restarts; number += 1) {
    while (recorded() < ((number + 0.5) * alerts) / (restarts + 1)) await inTime();
    await alertmanager.stop(number % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
    await alertmanager.start();
    if (number === 1) {
      await victim.kill();
      await victim.start();
    }
  }
  while (recorded() < alerts || !(await isIdle(site.config.serve.port))) await inTime();
  over = true;
  await posting;
  await victim.stop();
  const { counts, faults } = await verdictOf(site, alerts);
  const text = Object.entries({ ...counts, restarts, kills: victim.kills }).map(([name, n]) => `${n} ${name}`);
  say(`${text.join(', ')}; over after ${Math.round((Date.now() - began) / 1000)} s`);
  for (const fault of faults.slice(0, 20)) say(`FAULT ${fault}`);
  say(faults.length === 0 ? 'nothing lost, nothing twice' : `${faults.length} faults; see ${folder}`);
  ok = faults.length === 0;
} finally {
  over = true;
  await alertmanager.stop('SIGKILL');
  await victim.kill();
  if (ok) rmSync(folder, { recursive: true });
}
process.exitCode = ok ? 0 : 1;

/** All that fires, part by part and from the start again, until it is over. */
async function post(): Promise<void> {
  for (let from = 0; !over; from = from + AT_ONCE < alerts ? from + AT_ONCE : 0) {
    const to = Math.min(alerts, from + AT_ONCE);
    await alertmanager.post(Array.from({ length: to - from }, (_, index) => alertOf(from + index)));
    await pause(PAUSE);
  }
}

function alertOf(index: number): object {
  const act = isActedUpon(index) ? 'yes' : 'no';
  const labels = { alertname: 'Chaos', instance: instanceOf(index), act, group: String(Math.floor(index / GROUP)) };
  const startsAt = new Date(began).toISOString();
  return { labels, annotations: { summary: `alert ${index}` }, startsAt, endsAt: new Date(Date.now() + 300_000) };
}

function recorded(): number {
  const store = openTriggerStore({ path: eventLedgerPath(site.config, site.ledger) });
  const counts = store.counts({ type: 'alert' });
  void store.close();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function refuseLate(): void {
  if (Date.now() - began > LIMIT) throw new Error(`given up after ${LIMIT / 1000} s; the daemon said\n${victim.log()}`);
}

async function inTime(): Promise<void> {
  refuseLate();
  await pause(100);
}

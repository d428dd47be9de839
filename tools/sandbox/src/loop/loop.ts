// From a metric to the end of its alert, with a real Prometheus and a real Alertmanager: a disk of a hypervisor fails, its
// servers are drained by a rule, the disk is replaced, and the ledger says so. On the cloud that OS_CLOUD names.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destination } from 'pino';
import { type Context, systemClock, unrestricted } from '@opsbook/context';
import { openLocalEngine } from '@opsbook/engine-local';
import { daemonLog, serve } from '@opsbook/sensors';
import { configOf, connectServices } from '@opsbook/services';
import { openTriggerStore } from '@opsbook/triggers';
import { runbooks } from '@opsbook/workflows';
import { startExporter } from './exporter.ts';
import { freePort } from '../free-port.ts';
import { startMonitoring } from './monitoring.ts';
import { openPlace } from './place.ts';
import { RULES } from './rules.ts';
import { tellStory } from './tell-story.ts';
import { LoopServers } from './servers.ts';

const { env } = process;
const folder = mkdtempSync(join(tmpdir(), 'opsbook-loop-'));
const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
const say = (text: string) => console.log(text);

async function loop(): Promise<boolean> {
  const place = await openPlace(env, folder);
  undo.push(place.stop);
  const token = randomBytes(24).toString('hex');
  const alertmanagerPort = await freePort();
  const rules = join(folder, 'rules.yaml');
  writeFileSync(rules, RULES);
  const config = configOf({
    clouds: { loop: place.cloud },
    alertmanager: { loop: { url: `http://127.0.0.1:${alertmanagerPort}` } },
    serve: { port: 0, rules: [rules], alertmanagers: { loop: { auth: { token } } } },
  });
  const connect = (context: Context) => connectServices(config, context, { env });
  const ledger = join(folder, 'ledger.db');
  const engine = openLocalEngine({ path: ledger, runbooks, version: 'loop', connect });
  undo.push(() => engine.close());

  const { hypervisor } = place;
  const services = connect({ guard: unrestricted, clock: systemClock });
  undo.push(() => services.close());
  const servers = new LoopServers({ engine, place, compute: services.openstack('loop').compute });
  undo.push(() => servers.putBack());
  say(`Two servers are built on ${hypervisor} of ${place.name}.`);
  await servers.build(2);

  let store: ReturnType<typeof openTriggerStore> | undefined;
  const daemon = await serve({
    ...{ config, engine, runbooks, version: 'loop', connect, ledger },
    log: daemonLog(destination({ dest: join(folder, 'daemon.log'), sync: true })),
    openStore: (options) => (store = openTriggerStore(options)),
  });
  undo.push(() => daemon.stop());
  const exporter = await startExporter();
  undo.push(exporter.stop);
  const disk = (failing: 0 | 1) => exporter.write(`hypervisor_disk_failing{hypervisor="${hypervisor}"} ${failing}`);
  disk(0);
  const { OPSBOOK_PROMETHEUS = 'prometheus', OPSBOOK_ALERTMANAGER = 'prometheus-alertmanager' } = env;
  const stopMonitoring = await startMonitoring({
    ...{ folder, alertmanagerPort, exporter: exporter.address },
    commands: { prometheus: OPSBOOK_PROMETHEUS, alertmanager: OPSBOOK_ALERTMANAGER },
    receiver: { url: `${daemon.url}/v1/alertmanager/loop`, token },
  });
  undo.push(stopMonitoring);
  if (store === undefined) throw new Error('the daemon has opened no ledger');

  const helped = await tellStory({ store, engine, disk, say });
  const left = await servers.on(hypervisor);
  const { status, disabledReason } = await servers.service();
  say(`\nOn ${hypervisor} now: ${left.length} of its servers; ${status}: ${disabledReason ?? 'no reason'}.`);
  return helped && left.length === 0 && status === 'disabled';
}

let ok = false;
try {
  ok = await loop();
} catch (error) {
  console.error(error);
}
for (const step of undo.reverse()) {
  try {
    await step();
  } catch (error) {
    ok = false;
    console.error('could not be put back:', error);
  }
}
say(ok ? '\nThe loop is closed, and everything is put back.' : '\nThe loop did not close.');
process.exitCode = ok ? 0 : 1;

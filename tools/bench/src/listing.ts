import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, cpuOf, median, present } from './measure.ts';
import { goal, heading, line } from './print.ts';

const ROUNDS = 7;
const SERVERS = 10_000;
const SHARE = 0.1;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;

/** CPU time of listing all servers of a simulated cloud, against the peer's. */
export async function listing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
  const command = ['--conditions=@opsbook/source', here('serve-cloud.ts'), String(SERVERS)];
  const cloud = spawn(node, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const lines = createInterface(cloud.stdout);
    const first = await Promise.race([once(lines, 'line'), once(cloud, 'exit').then(() => undefined)]);
    if (first === undefined) throw new Error(`the simulated cloud did not start; it ended with ${cloud.exitCode}`);
    const [yaml] = first as [string];
    const clouds = join(folder, 'clouds.yaml');
    writeFileSync(clouds, JSON.parse(yaml) as string);
    compare({ OS_CLIENT_CONFIG_FILE: clouds, OS_CLOUD: 'sim' });
  } finally {
    cloud.kill();
    rmSync(folder, { recursive: true });
  }
}

function compare(env: NodeJS.ProcessEnv): void {
  const ours = {
    name: '@opsbook/openstack',
    command: [node, '--conditions=@opsbook/source', here('list-servers.ts')],
    env,
  };
  const peer = { name: 'openstacksdk', command: ['/usr/bin/python3', here('list_servers.py')], env };
  const hasPeer = present(['/usr/bin/python3', '-c', 'import openstack']);
  const candidates: Candidate[] = hasPeer ? [ours, peer] : [ours];
  const found = alternate(candidates, ROUNDS);
  heading(`Listing ${SERVERS} servers of one simulated cloud, median of ${ROUNDS} alternating runs`);
  for (const { name } of candidates) {
    const said = (found.get(name) ?? []).map(
      ({ stdout }) => JSON.parse(stdout) as { servers: number; peakMiB: number },
    );
    if (said.some(({ servers }) => servers !== SERVERS))
      throw new Error(`${name} did not list all servers: ${JSON.stringify(said)}`);
    const peak = median(said.map(({ peakMiB }) => peakMiB));
    line(name, `${cpuOf(found.get(name)).toFixed(0)} ms CPU, ${peak.toFixed(0)} MiB at its peak`);
  }
  if (!hasPeer) {
    line('openstacksdk', 'left out: it is not installed for /usr/bin/python3');
    return;
  }
  const share = cpuOf(found.get(ours.name)) / cpuOf(found.get(peer.name));
  line('share of its CPU', `${share.toFixed(3)} ${goal(`at most ${SHARE}`, share <= SHARE)}`);
}

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
const QUERY_SHARE = 0.1;
const MEMORY_SHARE = 0.5;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;

/** CPU time and memory of listing, and of querying, all servers of a simulated cloud, against the peer's. */
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
    const env = { OS_CLIENT_CONFIG_FILE: clouds, OS_CLOUD: 'sim' };
    compare(env);
    // No configuration of this host's: the cloud is all there is.
    compareQueries({ ...env, HOME: folder, XDG_CONFIG_HOME: folder });
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

/** As an operator types them: whole commands, whose tables hold every server. The peer stops at 1,000 without `--limit -1`. */
function compareQueries(env: NodeJS.ProcessEnv): void {
  const weighed = (name: string, command: string[], more: NodeJS.ProcessEnv = {}): Candidate => ({
    name,
    command: ['/usr/bin/python3', here('run_and_weigh.py'), ...command],
    env: { ...env, ...more },
  });
  const opsbook = [node, here('../../../apps/cli/bin/opsbook.cjs')];
  const ours = weighed('opsbook query', [...opsbook, 'query', 'servers', '--with', 'user,project', '--cloud', 'sim'], {
    OPSBOOK_BUNDLE: '1',
  });
  const peer = weighed(
    'openstack server list',
    '/usr/bin/openstack server list --all-projects --long --limit -1'.split(' '),
  );
  const nothing = weighed('measuring', ['/bin/true']);
  const hasPeer = present(['/usr/bin/openstack', '--version']);
  const candidates: Candidate[] = hasPeer ? [nothing, ours, peer] : [nothing, ours];
  const found = alternate(candidates, ROUNDS);
  heading(`Querying ${SERVERS} servers with user and project, median of ${ROUNDS} alternating runs`);
  const cpu = ({ name }: Candidate) => cpuOf(found.get(name)) - cpuOf(found.get(nothing.name));
  const peak = ({ name }: Candidate) => median((found.get(name) ?? []).map(({ stdout }) => weightOf(stdout).peakMiB));
  for (const candidate of candidates.slice(1)) {
    const { name } = candidate;
    // Beside the rows: two lines of heading here, four of frame there.
    const rows = name === ours.name ? SERVERS + 2 : SERVERS + 4;
    for (const { stdout } of found.get(name) ?? []) {
      const { lines } = weightOf(stdout);
      if (lines !== rows) throw new Error(`${name} printed ${lines} lines, not ${rows}`);
    }
    line(name, `${cpu(candidate).toFixed(0)} ms CPU, ${peak(candidate).toFixed(0)} MiB at its peak`);
  }
  if (!hasPeer) {
    line(peer.name, 'left out: /usr/bin/openstack is not installed');
    return;
  }
  const [cpuShare, memoryShare] = [cpu(ours) / cpu(peer), peak(ours) / peak(peer)];
  line('share of its CPU', `${cpuShare.toFixed(3)} ${goal(`at most ${QUERY_SHARE}`, cpuShare <= QUERY_SHARE)}`);
  line(
    'share of its memory',
    `${memoryShare.toFixed(3)} ${goal(`at most ${MEMORY_SHARE}`, memoryShare <= MEMORY_SHARE)}`,
  );
}

const weightOf = (stdout: string) => JSON.parse(stdout) as { lines: number; peakMiB: number };

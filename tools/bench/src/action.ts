import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { actionCommand } from '@opsbook/actions';
import { type Candidate, alternate, cpuOf, present } from './measure.ts';
import { goal, heading, line } from './print.ts';

const ROUNDS = 9;
const SERVERS = 10;
const SHARE = 1 / 3;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;

/**
 * CPU time of one action of the StackStorm pack, which is a process each: one whose parameters are wrong, and one that reads a
 * small simulated cloud. The peer only loads its SDK, which is what every action of the original pack began with.
 */
export async function action(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
  const command = ['--conditions=@opsbook/source', here('serve-cloud.ts'), String(SERVERS)];
  const cloud = spawn(node, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [yaml] = (await once(createInterface(cloud.stdout), 'line')) as [string];
    writeFileSync(join(folder, 'clouds.yaml'), JSON.parse(yaml) as string);
    const config = { ledger: 'ledger.db', clouds: { sim: { cloud: 'sim', cloudsFile: 'clouds.yaml' } } };
    writeFileSync(join(folder, 'opsbook.yaml'), JSON.stringify(config));
    compare(folder);
  } finally {
    cloud.kill();
    rmSync(folder, { recursive: true });
  }
}

function compare(folder: string): void {
  // The pack's own command, with apps/cli in the place of the pack.
  const run = actionCommand('server.find', { node, packsFolder: here('../../../apps'), ref: 'cli' });
  const ours = (name: string, exit: number, params: object): Candidate => ({
    name,
    // What is measured has to end well: the exit code that is expected is.
    command: ['bash', '-c', `${run}; test $? = ${exit}`],
    env: {
      ...{ HOME: folder, OPSBOOK_CONFIG: join(folder, 'opsbook.yaml') },
      // And not the one that this machine may have in /etc/openstack.
      OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml'),
      OPSBOOK_PARAMS: JSON.stringify({ params }),
    },
  });
  const nothing: Candidate = { name: 'bash and node', command: ['bash', '-c', '"$0" -e 0; test $? = 0', node] };
  const wrong = ours('action, wrong parameters', 2, {});
  const found = ours('action, reads a cloud', 0, { cloud: 'sim' });
  const peer: Candidate = { name: 'import openstack', command: ['/usr/bin/python3', '-c', 'import openstack'] };
  const hasPeer = present(peer.command);
  const candidates = [nothing, wrong, found, ...(hasPeer ? [peer] : [])];
  const samples = alternate(candidates, ROUNDS);
  for (const { stdout } of samples.get(found.name) ?? []) {
    const { ok, report } = JSON.parse(stdout) as { ok: boolean; report: unknown };
    if (!ok) throw new Error(`the action did not do its work: ${stdout}`);
    if (!JSON.stringify(report).includes('server')) throw new Error(`the action found no server: ${stdout}`);
  }
  heading(`CPU time of an action of the StackStorm pack, median of ${ROUNDS} alternating runs`);
  for (const { name } of candidates) line(name, `${cpuOf(samples.get(name)).toFixed(0)} ms`);
  if (!hasPeer) {
    line(peer.name, 'left out: it is not installed for /usr/bin/python3');
    return;
  }
  for (const { name } of [wrong, found]) {
    const share = cpuOf(samples.get(name)) / cpuOf(samples.get(peer.name));
    line(
      `share of its CPU: ${name.split(', ')[1] ?? ''}`,
      `${share.toFixed(2)} ${goal('at most 1/3', share <= SHARE)}`,
    );
  }
}

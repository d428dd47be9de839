import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, cpuOf, present } from './measure.ts';
import { goal, heading, line } from './print.ts';

const ROUNDS = 7;
const MORE = 30;
const node = process.execPath;

/** CPU time of starting the CLI, against the peer's. */
export function startUp(): void {
  const peer: Candidate = { name: 'openstack --help', command: ['/usr/bin/openstack', '--help'] };
  const opsbook = fileURLToPath(new URL('../../../apps/cli/bin/opsbook.cjs', import.meta.url));
  const candidates: Candidate[] = [
    { name: 'node -e 0', command: [node, '-e', '0'] },
    { name: 'opsbook --help', command: [node, opsbook, '--help'], env: { OPSBOOK_BUNDLE: '1' } },
  ];
  const hasPeer = present(['/usr/bin/openstack', '--version']);
  if (hasPeer) candidates.push(peer);
  const found = alternate(candidates, ROUNDS);
  heading(`CPU time of starting, median of ${ROUNDS} alternating runs`);
  for (const { name } of candidates) line(name, `${cpuOf(found.get(name)).toFixed(0)} ms`);
  const more = cpuOf(found.get('opsbook --help')) - cpuOf(found.get('node -e 0'));
  line('opsbook above node', `${more.toFixed(0)} ms ${goal(`at most ${MORE}`, more <= MORE)}`);
  if (!hasPeer) line('openstack --help', 'left out: /usr/bin/openstack is not installed');
}

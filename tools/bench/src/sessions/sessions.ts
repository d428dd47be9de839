import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, cpuOf, present, wallOf } from '../measure.ts';
import { goal, heading, line } from '../print.ts';
import { type Sshd, startSshd } from './start-sshd.ts';

const ROUNDS = 5;
const HOSTS = 100;
const TIMES = 3;
const addresses = Array.from({ length: HOSTS }, (_, index) => `127.0.1.${index + 1}`);

/** One command in a hundred new sessions at once on one sshd, against those who do the same with the system's ssh. */
export async function sessions(): Promise<void> {
  heading(`One command in ${HOSTS} SSH sessions, all at once, on one sshd; median of ${ROUNDS} alternating runs`);
  if (!existsSync('/usr/sbin/sshd')) {
    line('left out', 'there is no /usr/sbin/sshd');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
  const sshd = await startSshd(folder, addresses);
  try {
    compare(folder, sshd);
  } finally {
    sshd.stop();
    rmSync(folder, { recursive: true });
  }
}

function compare(folder: string, sshd: Sshd): void {
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, addresses.join('\n'));
  const { port, user, key, knownHosts } = sshd;
  const script = fileURLToPath(new URL('exec-on-all.ts', import.meta.url));
  const ours: Candidate = {
    name: '@opsbook/ssh',
    command: [
      process.execPath,
      '--conditions=@opsbook/source',
      script,
      JSON.stringify({ hosts, port, user, key, knownHosts }),
    ],
  };
  const options = ['-F none', `-o Port=${port}`, `-o IdentityFile=${key}`, '-o IdentitiesOnly=yes'];
  const given = [...options, `-o UserKnownHostsFile=${knownHosts}`, '-o StrictHostKeyChecking=yes'].join(' ');
  const ansible = { ANSIBLE_SSH_ARGS: given, ANSIBLE_FORKS: String(HOSTS), ANSIBLE_NOCOLOR: '1' };
  const pssh = given
    .replaceAll(' -o', ' -O')
    .replace('-F none', '-x "-F none"')
    .split(/ (?=-O)/);
  const peers: Candidate[] = [
    {
      name: 'clustershell',
      command: ['clush', '-q', '-f', String(HOSTS), '-l', user, '-o', given, '-w', addresses.join(','), 'echo', 'ok'],
    },
    {
      name: 'pssh',
      command: [
        'parallel-ssh',
        '-p',
        String(HOSTS),
        '-l',
        user,
        '-h',
        hosts,
        ...pssh.flatMap((one) => parts(one)),
        '-P',
        'echo',
        'ok',
      ],
    },
    {
      name: 'ansible',
      command: ['ansible', 'all', '-i', hosts, '-u', user, '-m', 'raw', '-a', 'echo ok'],
      env: ansible,
    },
  ];
  const there = peers.filter(({ command: [program = ''] }) => present([program, '--version']));
  for (const { name } of peers.filter((one) => !there.includes(one))) line(name, 'left out: it is not installed');
  const candidates = [ours, ...there];
  const found = alternate(candidates, ROUNDS);
  for (const { name } of candidates) {
    const samples = found.get(name) ?? [];
    for (const { stdout } of samples) {
      const said = stdout.split('\n').filter((one) => /\bok$/.test(one.trim())).length;
      if (said !== HOSTS) throw new Error(`${name}: ${said} of ${HOSTS} hosts answered:\n${stdout.slice(0, 2000)}`);
    }
    line(name, `${wallOf(samples).toFixed(0)} ms, ${cpuOf(samples).toFixed(0)} ms CPU of its own`);
  }
  if (there.length === 0) return;
  const best = Math.min(...there.map(({ name }) => wallOf(found.get(name))));
  const times = best / wallOf(found.get(ours.name));
  line('times as fast as the best', `${times.toFixed(1)} ${goal(`at least ${TIMES}`, times >= TIMES)}`);
}

/** `-O Port=1` as two arguments, `-x "-F none"` as well. */
const parts = (text: string): string[] => {
  const [flag = '', ...rest] = text.split(' ');
  return [flag, rest.join(' ').replaceAll('"', '')];
};

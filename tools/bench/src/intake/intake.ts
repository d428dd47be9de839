import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Disk } from '../engine/disk.ts';
import { median } from '../measure.ts';
import { goal, heading, line } from '../print.ts';
import { TOKEN } from './bench-site.ts';
import { firstStep } from './first-step.ts';

const ROUNDS = 3;
const CONNECTIONS = 64;
const SECONDS = 5;
/** Of the rate of a server that does not store. */
const SHARE = 1 / 6;

interface Pace {
  rate: number;
  p50: number;
  p99: number;
}

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const node = ['--conditions=@opsbook/source', '--no-warnings'];

/** Alerts taken durably against alerts that are only answered, and how soon an alert is acted upon. */
export async function intake(): Promise<void> {
  const disk = new Disk();
  try {
    heading(`Intake over ${CONNECTIONS} connections, on ${disk.folder}: median of ${ROUNDS} rounds`);
    if (disk.isMemory) line('attention', 'this is memory: nothing here is durable, and no goal applies');
    line('writing 4 KiB durably', `${disk.commit().toFixed(2)} ms`);
    for (const alerts of [1, 50]) await compare(disk, alerts);
    await firstStep(disk);
  } finally {
    disk.remove();
  }
}

async function compare(disk: Disk, alerts: number): Promise<void> {
  const paces = { store: [] as Pace[], forget: [] as Pace[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const mode of ['store', 'forget'] as const) paces[mode].push(await paceOf(disk, mode, alerts));
  }
  const of = (mode: 'store' | 'forget', which: keyof Pace) => median(paces[mode].map((pace) => pace[which]));
  const text = (mode: 'store' | 'forget') =>
    `${of(mode, 'rate').toFixed(0)} requests/s, ${(of(mode, 'rate') * alerts).toFixed(0)} alerts/s, p50 ${of(mode, 'p50').toFixed(1)} ms, p99 ${of(mode, 'p99').toFixed(1)} ms`;
  line(`${alerts} alerts, durable`, text('store'));
  line(`${alerts} alerts, not stored`, text('forget'));
  const share = of('store', 'rate') / of('forget', 'rate');
  line('share of the rate', `${share.toFixed(3)} ${alerts === 1 ? goal('at least one sixth', share >= SHARE) : ''}`);
}

async function paceOf(disk: Disk, mode: 'store' | 'forget', alerts: number): Promise<Pace> {
  const folder = mkdtempSync(join(disk.folder, 'intake-'));
  const server = spawn(process.execPath, [...node, program('serve-bench.ts'), folder, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [said] = (await once(server.stdout, 'data')) as [Buffer];
    const words = [said.toString().trim(), TOKEN, CONNECTIONS, alerts, SECONDS].map(String);
    const sender = spawnSync(process.execPath, [...node, program('post-alerts.ts'), ...words], { encoding: 'utf8' });
    if (sender.status !== 0) throw new Error(`alerts could not be posted: ${sender.stderr}`);
    return JSON.parse(sender.stdout) as Pace;
  } finally {
    server.stdin.end();
    await once(server, 'exit');
    rmSync(folder, { recursive: true });
  }
}

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../engine/disk.ts';
import { heading, line } from '../print.ts';
import { TOKEN, startDaemon } from './bench-site.ts';
import { notification } from './notification.ts';

const UNCOUNTED = 20;
const COUNTED = 200;

const RULES = `rules:
  - name: touch
    on: { alert: bench }
    when: { field: labels.alertname, equals: HostDown }
    run: bench.touch
    input: { instance: '\${labels.instance}' }
`;

/** The time from an alert's POST to its run's first step, one after the other, against that of a POST that is only stored. */
export async function firstStep(disk: Disk): Promise<void> {
  heading(`From an alert to its run's first step, one after the other: percentiles of ${COUNTED}`);
  const stored = await timesOf(disk, undefined);
  const acted = await timesOf(disk, RULES);
  line('stored and answered', text(stored));
  line('until the first step', text(acted));
}

async function timesOf(disk: Disk, rules: string | undefined): Promise<number[]> {
  let reached: () => void = () => undefined;
  const folder = mkdtempSync(join(disk.folder, 'first-step-'));
  const daemon = await startDaemon({ folder, ...(rules !== undefined && { rules }), onStep: () => reached() });
  const times: number[] = [];
  for (let n = 0; n < UNCOUNTED + COUNTED; n += 1) {
    const body = notification(n, 1);
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const begin = performance.now();
    const step = new Promise<void>((resolve) => (reached = resolve));
    const answer = await fetch(`${daemon.url}/v1/alertmanager/bench`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`answered with ${answer.status}`);
    await answer.arrayBuffer();
    if (rules !== undefined) await step;
    if (n >= UNCOUNTED) times.push(performance.now() - begin);
  }
  await daemon.stop();
  return times.sort((a, b) => a - b);
}

const text = (times: readonly number[]): string => {
  const percentile = (share: number) => (times[Math.ceil(share * times.length) - 1] ?? NaN).toFixed(2);
  return `p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms`;
};

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runbooks } from '@opsbook/workflows';

/**
 * Kills every runbook that changes something before and after each of its writes to the ledger: the crash cases of all test
 * files, with no write left out. Says how often each was killed, and exits with 1 when one ended differently or was never killed.
 */
const folder = fileURLToPath(new URL('../../../workflows', import.meta.url));
const jest = fileURLToPath(new URL('../../../node_modules/jest/bin/jest.js', import.meta.url));
/** Milliseconds of real time that all crashes of one runbook may take. */
const LIMIT = 7_200_000;
const LINE = /^crashes: (\S+): \d+ writes, (\d+) crashes, (\d+) different$/;

const words = ['--experimental-vm-modules', '--no-warnings', jest, '-t', 'however its process dies'];
const tests = spawn(process.execPath, [...words, '--testTimeout', String(LIMIT), ...process.argv.slice(2)], {
  cwd: folder,
  env: { ...process.env, OPSBOOK_CRASH_STRIDE: '1' },
  stdio: ['ignore', 'inherit', 'pipe'],
});

const sums = new Map<string, { crashes: number; different: number }>();
createInterface({ input: tests.stderr }).on('line', (line) => {
  const [, name, crashes, different] = LINE.exec(line) ?? [];
  if (name === undefined) {
    process.stderr.write(`${line}\n`);
    return;
  }
  const { crashes: before, different: wrong } = sums.get(name) ?? { crashes: 0, different: 0 };
  sums.set(name, { crashes: before + Number(crashes), different: wrong + Number(different) });
});
const [code] = (await once(tests, 'close')) as [number | null];

let total = 0;
for (const [name, { crashes, different }] of [...sums].sort()) {
  total += crashes;
  process.stdout.write(`${String(crashes).padStart(6)} crashes  ${different} different  ${name}\n`);
}
const missed = runbooks.filter(({ name, risk }) => risk !== 'read-only' && !sums.has(name)).map(({ name }) => name);
process.stdout.write(`${String(total).padStart(6)} crashes of ${sums.size} runbooks\n`);
// Whoever names test files wants to see those only.
const whole = process.argv.length === 2;
if (whole && missed.length > 0) process.stdout.write(`never killed: ${missed.join(', ')}\n`);
process.exit(code === 0 && (!whole || missed.length === 0) ? 0 : 1);

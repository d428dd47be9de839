import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { version } from './version.ts';

const launcher = fileURLToPath(new URL('../bin/opsbook.cjs', import.meta.url));
const sources = fileURLToPath(new URL('./bin.ts', import.meta.url));

interface Ended {
  code: number;
  out: string;
  err: string;
}

const start = (args: string[], env: Record<string, string> = {}, cwd?: string): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, NODE_OPTIONS: '', ...env } };
    execFile(process.execPath, [launcher, ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });

test('in a checkout it runs from the sources, with nothing built, and passes the exit code on', async () => {
  expect(existsSync(sources)).toBe(true);
  const [help, wrong] = await Promise.all([start(['--version']), start(['frobnicate'])]);
  expect(help).toEqual({ code: 0, out: `${version()}\n`, err: '' });
  expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringContaining("unknown command 'frobnicate'") });
});

test('warnings that Node is experimental somewhere reach nobody', async () => {
  const { code, err } = await start(['list']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('a result that cannot be written is a failure; a reader that went away is none', async () => {
  const through = (rest: string) =>
    new Promise<Ended>((resolve) => {
      const line = `"$0" "$1" describe hypervisor.drain ${rest}`;
      execFile('bash', ['-o', 'pipefail', '-c', line, process.execPath, launcher], (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      });
    });
  const [full, gone] = await Promise.all([through('> /dev/full'), through('| true')]);
  expect(full).toEqual({ code: 1, out: '', err: expect.stringContaining('standard output cannot be written: ENOSPC') });
  expect(gone).toEqual({ code: 0, out: '', err: '' });
});

test("what was compiled is kept in the own home, and nowhere that is somebody else's", async () => {
  const [home, foreign, shared] = [temporaryFolder().path, temporaryFolder().path, temporaryFolder().path];
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(foreign, 12_345, 12_345);
  const homes = [home, '', join(shared, 'none'), ...(isRoot ? [foreign] : [])];
  const ended = await Promise.all(homes.map((HOME) => start(['--version'], { HOME, TMPDIR: shared }, shared)));
  expect(ended.map(({ code, err }) => ({ code, err }))).toEqual(homes.map(() => ({ code: 0, err: '' })));
  expect(readdirSync(join(home, '.cache/opsbook'))).toHaveLength(1);
  expect([...readdirSync(shared), ...readdirSync(foreign)]).toEqual([]);
});

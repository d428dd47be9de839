import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newLibrary } from './new-library.ts';
import { newRunbook } from './new-runbook.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'opsbook-new-'));
afterAll(() => rmSync(copy, { recursive: true }));

const OUT = new Set(['.git', '.nx', '.sandbox', 'node_modules', 'dist', 'coverage']);
const made: string[] = [];
const bin = (path: string) => join(root, 'node_modules', path);
const run = (folder: string, ...command: string[]) => {
  const how = { cwd: join(copy, folder), encoding: 'utf8', stdio: 'pipe' } as const;
  try {
    execFileSync(process.execPath, command, how);
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
};

// A copy of the checkout, on the packages that are installed in it.
beforeAll(() => {
  for (const name of readdirSync(root).filter((one) => !OUT.has(one))) {
    const filter = (path: string) => !OUT.has(path.split('/').at(-1) ?? '');
    cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  }
  mkdirSync(join(copy, 'node_modules/@opsbook'), { recursive: true });
  const installed = readdirSync(join(root, 'node_modules')).filter((name) => name !== '@opsbook');
  for (const name of installed) symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  for (const name of readdirSync(join(root, 'node_modules/@opsbook'))) {
    const place = relative(root, realpathSync(join(root, 'node_modules/@opsbook', name)));
    symlinkSync(join(copy, place), join(copy, 'node_modules/@opsbook', name));
  }
  made.push(...newRunbook(copy, 'server.list-names'));
  made.push(...newRunbook(copy, 'coffee-machine.list'));
  made.push(...newLibrary(copy, 'net-box'));
  run('', bin('prettier/bin/prettier.cjs'), '--write', ...made);
});

const code = () => made.filter((path) => path.endsWith('.ts'));

it('is formatted, and lint finds nothing in it', () => {
  expect(run('', bin('prettier/bin/prettier.cjs'), '--check', ...made)).toBe('');
  expect(run('', bin('oxlint/bin/oxlint'), ...code())).toBe('');
}, 300_000);

it('has right types', () => {
  const tsc = bin('@typescript/native/bin/tsc');
  expect(run('libs/net-box', tsc)).toBe('');
  // What else is wrong in the checkout is told by its own check.
  const lines = run('workflows', tsc).split('\n');
  expect(lines.filter((line) => code().some((path) => line.includes(path.replace('workflows/', ''))))).toEqual([]);
}, 300_000);

it('keeps to the layers', () => {
  const depcruise = bin('dependency-cruiser/bin/dependency-cruise.mjs');
  expect(run('', depcruise, '--config', '.dependency-cruiser.cjs', 'libs/net-box')).toBe('');
}, 300_000);

it('passes its tests', () => {
  const jest = ['--experimental-vm-modules', '--no-warnings', bin('jest/bin/jest.js')];
  expect(run('workflows', ...jest, 'src/server/list-names.test.ts', 'src/coffee-machine')).toBe('');
  expect(run('libs/net-box', ...jest)).toBe('');
}, 300_000);

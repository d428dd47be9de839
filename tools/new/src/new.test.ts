import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newLibrary } from './new-library.ts';
import { newRunbook } from './new-runbook.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const EDITED = [
  'workflows/src/index.ts',
  'workflows/src/server/index.ts',
  '.dependency-cruiser.cjs',
  'tools/checks/src/boundaries.test.ts',
  'docs/architecture.md',
];

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'opsbook-new-'));
  for (const path of EDITED) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
});
afterEach(() => rmSync(copy, { recursive: true }));
const text = (path: string) => readFileSync(join(copy, path), 'utf8');

it('puts a runbook into the list of its domain', () => {
  const made = newRunbook(copy, 'server.list-names');
  expect(made).toEqual([
    'workflows/src/server/list-names.ts',
    'workflows/src/server/list-names.test.ts',
    'workflows/src/server/index.ts',
  ]);
  const index = text('workflows/src/server/index.ts');
  expect(index).toContain("import { listNames } from './list-names.ts';");
  expect(index).toMatch(/^export \{[^}]*\blistNames\b[^}]*\};/m);
  expect(index).toMatch(/\[\] = \[listNames,/);
});

it('makes the folder of a domain that is new, and puts it into the list of all', () => {
  newRunbook(copy, 'coffee-machine.list');
  expect(text('workflows/src/coffee-machine/list.ts')).toContain("name: 'coffee-machine.list'");
  expect(text('workflows/src/coffee-machine/index.ts')).toContain('export { listCoffeeMachine };');
  const all = text('workflows/src/index.ts');
  expect(all).toContain("import { coffeeMachineRunbooks } from './coffee-machine/index.ts';");
  expect(all).toContain("export * from './coffee-machine/index.ts';");
  expect(all).toContain('  ...coffeeMachineRunbooks,\n]');
});

it('gives a library its layer, the breach that proves it, and its row in the map', () => {
  const made = newLibrary(copy, 'net-box');
  expect(text('.dependency-cruiser.cjs')).toContain("'net-box': ['context', 'http'],");
  expect(text('tools/checks/src/boundaries.test.ts')).toContain("'layer-net-box':");
  expect(text('docs/architecture.md')).toContain('| `libs/net-box` |');
  expect(text('libs/net-box/src/errors.ts')).toContain('NET_BOX_UNAVAILABLE');
  for (const path of made) expect(text(path)).not.toMatch(/__(name|camel|Pascal|UPPER)__/);
});

it('replaces nothing, and refuses what is no name', () => {
  newRunbook(copy, 'server.list-names');
  expect(() => newRunbook(copy, 'server.list-names')).toThrow('server/list-names.ts exists already');
  for (const name of ['server', 'Server.list', '../x.y', 'server.'])
    expect(() => newRunbook(copy, name)).toThrow('no name');
  expect(() => newLibrary(copy, 'Net')).toThrow('no name');
  newLibrary(copy, 'net-box');
  expect(() => newLibrary(copy, 'net-box')).toThrow('exists already');
  expect(existsSync(join(copy, 'libs/Net'))).toBe(false);
});

import { expect, test } from '@jest/globals';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { lightHouse } from '../testing/runbooks.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { loadCatalog } from './catalog.ts';
import type { RunbooksError } from './runbooks-error.ts';

const installed = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

/** A folder of a site, with these files. */
function site(files: Record<string, string>): string {
  const { path } = temporaryFolder();
  symlinkSync(installed, join(path, 'node_modules'));
  for (const [name, text] of Object.entries(files)) write(join(path, name), text);
  return path;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A runbook as a site writes it. */
const greet = (name: string, exported = 'greet') => `
import { defineRunbook } from '@opsbook/runbook';
import * as z from 'zod';

const runbook = defineRunbook();
export const ${exported} = runbook({
  name: '${name}',
  summary: 'Greet',
  risk: 'safe' as const,
  input: z.strictObject({ cloud: z.string().describe('Cloud') }),
  output: z.string(),
  run: (ctx, { cloud }) => ctx.read('hello', async () => cloud),
});
`;

const importModule = async (_base: string, file: string) =>
  (await import(pathToFileURL(file).href)) as Record<string, unknown>;
const load = (base: string, ...sources: string[]) => loadCatalog([lightHouse], { sources, base, importModule });
const faultsOf = async (loading: Promise<unknown>) => {
  const error = (await loading.then(
    () => new Error('it loaded'),
    (thrown: unknown) => thrown,
  )) as RunbooksError;
  return { code: error.code, faults: error.faults, message: error.message };
};

test('every file of a folder is looked at but tests; of a folder with an index only that, each runbook once', async () => {
  const base = site({
    'site/greet.ts': greet('site.greet'),
    'site/deeper/wave.js': greet('site.wave', 'wave').replace(' as const', ''),
    'site/deeper/fields.ts': 'export const greeting: string = "hello"; export const run = () => 1;',
    'site/greet.test.ts': 'throw new Error("a test was loaded");',
    'site/.hidden/x.ts': 'throw new Error("what is hidden was loaded");',
    'team/index.ts': "export * from './knock.ts'; import { knock } from './knock.ts'; export const runbooks = [knock];",
    'team/knock.ts': greet('team.knock', 'knock'),
    'team/draft.ts': 'throw new Error("not by the index");',
  });
  const { runbooks, sourceOf } = await load(base, './site', './team', './site');
  expect(runbooks.map(({ name }) => [name, sourceOf(name)])).toEqual([
    ['house.light', 'opsbook'],
    ['site.greet', './site'],
    ['site.wave', './site'],
    ['team.knock', './team'],
  ]);
});

test('everything that is wrong is told at once, with its file', async () => {
  const base = site({
    'site/mine.ts': greet('house.light'),
    'site/twice.ts': `${greet('site.greet', 'a')}${greet('site.greet', 'b').replace(/import .*\n|const runbook = .*\n/g, '')}`,
    'site/broken.ts': 'export const = 1;',
    'site/throws.js': 'throw new TypeError("no such thing");',
    'site/half.js': 'export const half = { name: "Half", summary: "x", risk: "mild", run() {} };',
    'site/list.js': 'export const runbooks = [7];',
    'site/no-list.js': 'export const runbooks = {};',
    'empty/fields.ts': 'export const x = 1;',
    'index/index.js': 'export const x = 1;',
    'a-file.ts': '',
  });
  symlinkSync('loop', join(base, 'loop'));
  write(join(base, 'loops/fields.ts'), '');
  symlinkSync('loop.ts', join(base, 'loops/loop.ts'));
  const sources = ['./site', './empty', './index', './gone', './loop', './loops', './a-file.ts', '@acme/gone'];
  const { code, faults, message } = await faultsOf(load(base, ...sources));
  expect(code).toBe('RUNBOOKS_INVALID');
  const told = faults.map((fault) => `${(fault.file ?? fault.source).replace(`${base}/`, '')}: ${fault.message}`);
  expect(told).toEqual([
    expect.stringContaining('./gone: there is no folder '),
    expect.stringMatching(/^\.\/loop: it cannot be read: ELOOP/),
    expect.stringMatching(/^\.\/loops: it cannot be read: ELOOP/),
    expect.stringContaining('./a-file.ts: there is no folder '),
    expect.stringContaining('@acme/gone: there is no package of this name'),
    expect.stringMatching(/^site\/broken\.ts: it does not load: /),
    'site/half.js: half is no runbook: it has no name like server.stop, no risk (read-only, safe, disruptive, destructive), no input schema, no output schema',
    expect.stringContaining('site/list.js: runbooks[0] is no runbook: it has no name like server.stop, no summary'),
    'site/no-list.js: runbooks is no array',
    'site/throws.js: it does not load: TypeError: no such thing',
    './empty: none of its files exports a runbook',
    './index: it exports no runbook',
    "site/mine.ts: 'house.light': opsbook has a runbook of this name",
    `site/twice.ts: 'site.greet': ${base}/site/twice.ts has a runbook of this name too`,
  ]);
  for (const { message: part } of faults) expect(message).toContain(part);
});

test('a file of the site that changes makes another version; a test, and another place, do not', async () => {
  const files = { 'site/greet.ts': greet('site.greet'), 'site/words.json': '["hello"]' };
  const base = site(files);
  const none = (await load(base)).version;
  const { version } = await load(base, './site');
  expect(version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  expect(version.split('+')[0]).toBe(none);
  expect((await load(site(files), './site')).version).toBe(version);
  write(join(base, 'site/greet.test.ts'), '');
  write(join(base, 'site/README.md'), '');
  expect((await load(base, './site')).version).toBe(version);
  write(join(base, 'site/words.json'), '["good morning"]');
  const changed = (await load(base, './site')).version;
  write(join(base, 'site/helper.ts'), '');
  const added = (await load(base, './site')).version;
  expect(new Set([none, version, changed, added]).size).toBe(4);
});

import { afterAll, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackFile } from './pack-file.ts';
import { packOf } from './pack.test-support.ts';
import { writePack } from './write-pack.ts';

const home = mkdtempSync(join(tmpdir(), 'opsbook-pack-'));
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const { files } = packOf();
let count = 0;
function place() {
  const around = join(home, String((count += 1)));
  const folder = join(around, 'pack');
  return { around, folder, read: (path: string) => readFileSync(join(folder, path)) };
}

test('a pack is written whole, and nothing beside it', () => {
  const { around, folder, read } = place();
  writePack(files, folder);
  for (const { path, content } of files) expect(read(path)).toEqual(Buffer.from(content as string));
  expect(readdirSync(around)).toEqual(['pack']);
});

test('a new pack takes the place of an older one; a clone stays a clone', () => {
  const { around, folder, read } = place();
  writePack([...files, { path: 'actions/gone.yaml', content: 'x' }], folder);
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '.git/HEAD'), 'main');
  writePack(files, folder);
  expect(existsSync(join(folder, 'actions/gone.yaml'))).toBe(false);
  expect(read('.git/HEAD').toString()).toBe('main');
  expect(readdirSync(around)).toEqual(['pack']);
});

test('an empty clone is filled', () => {
  const { folder, read } = place();
  mkdirSync(join(folder, '.git'), { recursive: true });
  writePack(files, folder);
  expect(read('pack.yaml').length).toBeGreaterThan(0);
  expect(existsSync(join(folder, '.git'))).toBe(true);
});

test("somebody else's folder is left alone", () => {
  const { around, folder, read } = place();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"shop"}');
  expect(() => {
    writePack(files, folder);
  }).toThrow(expect.objectContaining({ code: 'PACK_FOLDER' }));
  expect(readdirSync(folder)).toEqual(['package.json']);
  expect(read('package.json').toString()).toBe('{"name":"shop"}');
  expect(readdirSync(around)).toEqual(['pack']);
});

test('a pack that cannot be written leaves the older one as it was', () => {
  const { around, folder, read } = place();
  writePack(files, folder);
  const broken: PackFile[] = [
    { path: 'a', content: 'x' },
    { path: 'a/b', content: 'y' },
  ];
  expect(() => {
    writePack(broken, folder);
  }).toThrow(/EEXIST|ENOTDIR/);
  expect(read('pack.yaml').length).toBeGreaterThan(0);
  expect(readdirSync(around)).toEqual(['pack']);
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const NAMED = /^import\s[^;]*\{[^;]*\}[^;]*from 'zod';$/m;

const sources = ['libs', 'workflows', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)src\/.*\.ts$/.test(path) && !path.includes('node_modules/'))
    .map((path) => join(folder, path)),
);

it('zod is imported as a whole: the named import makes a bundle five times larger', () => {
  expect(NAMED.test("import { z } from 'zod';")).toBe(true);
  expect(NAMED.test("import * as z from 'zod';")).toBe(false);
  expect(sources.length).toBeGreaterThan(1000);
  expect(sources.filter((path) => NAMED.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

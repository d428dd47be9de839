import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe } from '@jest/globals';

/**
 * The tests of the package in the working directory, each file's below its own name, or of every so manieth of its files
 * (jest.preset.js). Jest loads all modules anew for each test file, which takes longer than most of the tests do: here they
 * are loaded once.
 */
const { part, parts } = globalThis.share;
const require = createRequire(import.meta.url);
const SECRETS = Symbol.for('@opsbook/context.secrets');
const folder = join(process.cwd(), 'src');
const sources = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.ts'));
const isTest = (file) => file.endsWith('.test.ts');
const hasHooks = (file) => /^(before|after)(Each|All)\(/m.test(readFileSync(join(folder, file), 'utf8'));
// A helper's hooks are every test's, and not only those of the first file that loads it.
for (const helper of sources.filter((file) => !isTest(file) && hasHooks(file))) require(join(folder, helper));
const files = sources.filter((file) => isTest(file) && !/\.(contract|long)\.test\.ts$/.test(file)).sort();
for (const file of files.filter((_, index) => index % parts === part)) {
  describe(file, () => {
    // The secrets of one file would be masked in the texts of another.
    delete globalThis[SECRETS];
    require(join(folder, file));
    const own = globalThis[SECRETS];
    beforeAll(() => {
      globalThis[SECRETS] = own;
    });
  });
}

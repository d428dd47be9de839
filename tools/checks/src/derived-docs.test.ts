import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { derivedDocs } from './derived-docs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it.each(Object.entries(derivedDocs()))('%s is what the code says: run `npm run docs` if not', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

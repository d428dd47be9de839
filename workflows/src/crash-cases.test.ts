import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import * as workflows from './index.ts';

const TITLE = 'however its process dies';
const root = fileURLToPath(new URL('.', import.meta.url));

const texts = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path.includes('.test'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);

/** Cases that several runbooks share stand in a file that their tests import. */
const shared = [...texts].flatMap(([path, text]) =>
  path.endsWith('.test-support.ts') && text.includes(TITLE) ? [basename(path)] : [],
);

const crashed = [...texts.values()].filter(
  (text) => text.includes(TITLE) || shared.some((file) => text.includes(`/${file}'`)),
);

it('every runbook that changes something has a test that kills its process', () => {
  const changing = workflows.runbooks.filter(({ risk }) => risk !== 'read-only');
  const nameOf = (runbook: object) => Object.entries(workflows).find(([, value]) => value === runbook)?.[0] ?? '?';
  const without = changing.filter((runbook) => {
    const named = new RegExp(`\\b${nameOf(runbook)}\\b`);
    return !crashed.some((text) => named.test(text));
  });
  expect(without.map(({ name }) => name)).toEqual([]);
  expect(changing.length).toBeGreaterThan(30);
});

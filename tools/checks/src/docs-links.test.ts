import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = globSync('{*.md,docs/**/*.md,libs/*/*.md,apps/*/*.md,tools/*/*.md,workflows/*.md}', { cwd: root });

it.each(pages)('%s links only to files that exist', (page) => {
  const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
  const missing = links
    .map(([, target]) => target ?? '')
    .filter((target) => !existsSync(join(root, dirname(page), target)));
  expect(missing).toEqual([]);
});

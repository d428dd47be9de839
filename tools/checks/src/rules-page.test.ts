import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { loadRules } from '@opsbook/triggers';
import { runbooks } from '@opsbook/workflows';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(join(root, 'docs/rules.md'), 'utf8');

it('every example of the page about rules loads, with the runbooks that there are', () => {
  const files = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map((block) => ({
    path: `docs/rules.md+${page.slice(0, block.index).split('\n').length}`,
    text: block[1] ?? '',
  }));
  expect(files.length).toBeGreaterThan(3);
  expect(loadRules(files, { runbooks }).rules.length).toBeGreaterThan(4);
});

import { configReference } from '@opsbook/services';
import { rulesJsonSchema } from '@opsbook/triggers';
import { parityPage } from './parity/parity-page.ts';
import { runbooksPage } from './runbooks-page.ts';

/** The pages of docs/ that are derived from code, by path from the root: `npm run docs` writes them, a test compares. */
export const derivedDocs = (): Record<string, string> => ({
  'docs/configuration.md': configReference(),
  'docs/parity.md': parityPage(),
  'docs/rules.schema.json': `${JSON.stringify(rulesJsonSchema(), null, 2)}\n`,
  'docs/runbooks.md': runbooksPage(),
});

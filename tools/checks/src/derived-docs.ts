import { configReference } from '@opsbook/services';

/** The pages of docs/ that are derived from code, by path from the root: `npm run docs` writes them, a test compares. */
export const derivedDocs = (): Record<string, string> => ({ 'docs/configuration.md': configReference() });

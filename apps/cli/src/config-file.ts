import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Globals } from './site.ts';
import { UsageError } from './usage-error.ts';

/** What tools/sandbox writes, seen from src/ and from dist/ alike. */
const SANDBOX = fileURLToPath(new URL('../../../.sandbox/opsbook.yaml', import.meta.url));

/**
 * The configuration file that the options name; undefined if none, so that one is searched for.
 * @param sandboxFile where the sandbox's configuration is while it runs
 */
export function configFile(
  { config, sandbox }: Pick<Globals, 'config' | 'sandbox'>,
  sandboxFile: string = SANDBOX,
): string | undefined {
  if (!sandbox) return config;
  if (config !== undefined) throw new UsageError('give --sandbox or --config, not both');
  if (existsSync(sandboxFile)) return sandboxFile;
  throw new UsageError(
    `no sandbox is there: 'npm run demo' or 'npm run sandbox' starts one (${sandboxFile} does not exist)`,
  );
}

import { registerHooks } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PREFIX = 'opsbook-package:';
/** What a folder without packages of its own still finds: those that are installed with opsbook. */
const GIVEN = /^(@opsbook\/|zod($|\/))/;
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED', 'MODULE_NOT_FOUND']);
let hooked = false;

/**
 * Imports a file, or a package as it is found from `base`. What a site's code has installed itself comes first; opsbook's own
 * packages stand in for what it has not, so that a folder beside the configuration needs no node_modules.
 */
export async function importFrom(base: string, target: string): Promise<Record<string, unknown>> {
  if (!hooked) hook(base);
  hooked = true;
  const specifier = isAbsolute(target) ? pathToFileURL(target).href : `${PREFIX}${target}`;
  return (await import(specifier)) as Record<string, unknown>;
}

function hook(base: string): void {
  const configuration = pathToFileURL(join(base, 'opsbook.yaml')).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier.startsWith(PREFIX))
        return next(specifier.slice(PREFIX.length), { ...context, parentURL: configuration });
      try {
        return next(specifier, context);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (!GIVEN.test(specifier) || !NOT_FOUND.has(code)) throw error;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}

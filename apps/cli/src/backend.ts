import type { Backend } from './site.ts';

/** The real thing. It loads nothing before it is asked: `opsbook --help` must be as quick as the shell's own. */
export const backend: Backend = {
  site: async (globals, terminal) => (await import('./open-site.ts')).openSite(globals, terminal),
};

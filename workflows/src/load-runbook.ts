import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

const NAME = /^([a-z][a-z0-9-]*)\.[a-z][a-z0-9-]*$/;

/**
 * One runbook without most of the others: it stands in the folder that its name begins with. A command that needs one is done
 * in less time than all of them take to load.
 * @returns undefined where there is none; `runbooks` says which there are
 */
export async function loadRunbook(name: string): Promise<AnyRunbook<Services> | undefined> {
  const [, group] = NAME.exec(name) ?? [];
  if (group === undefined) return undefined;
  try {
    // The bundler makes a table of all folders with an index of this pattern.
    const exported = (await import(`./${group}/index.ts`)) as Record<string, { name?: unknown }>;
    return Object.values(exported).find((one) => one.name === name) as AnyRunbook<Services> | undefined;
  } catch {
    // No such folder. What does not load is told when everything is.
    return undefined;
  }
}

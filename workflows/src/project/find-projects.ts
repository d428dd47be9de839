import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { stepName } from '../step-name.ts';
import { lookUp, refuseFaults } from './look-up.ts';

/** Ids of projects by their names or ids, each once. Refuses the run with all that are not there, or there several times. */
export async function findProjects(
  ctx: RunContext<Services>,
  cloud: string,
  named: readonly string[],
): Promise<string[]> {
  const { projects } = ctx.services.openstack(cloud).identity;
  const looked = await Promise.all(
    [...new Set(named)].map((name) => lookUp(ctx, `project ${stepName(name)}`, () => projects.find(name))),
  );
  refuseFaults(looked.flatMap(({ fault }) => fault ?? []));
  return [...new Set(looked.flatMap(({ found }) => found?.id ?? []))];
}

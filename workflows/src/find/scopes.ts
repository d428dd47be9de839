import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { domain, project } from '../fields.ts';
import { findProjects } from '../project/find-projects.ts';
import { mustFind } from '../project/look-up.ts';
import { type Narrowing, quoted } from './query-text.ts';

/** How a kind can be narrowed beside its conditions: the input fields for it, and what they come to. */
export interface Scope<F extends z.ZodRawShape> {
  fields: F;
  narrow(ctx: RunContext<Services>, cloud: string, given: z.output<z.ZodObject<F>>): Promise<Narrowing>;
}

/** For what belongs to the cloud itself. */
export const everywhere = { fields: {}, narrow: (): Promise<Narrowing> => Promise.resolve({}) };

/** For what belongs to projects. @param property the one that holds the project's id */
export const inProjects = (property: string) => {
  const fields = {
    projects: z.array(project).default([]).describe('Only of these projects, by name or id; default: of all'),
    ownProject: z
      .boolean()
      .default(false)
      .describe("Only what the credentials' own project has, which needs no admin; images: what it sees"),
  };
  const scope: Scope<typeof fields> = {
    fields,
    async narrow(ctx, cloud, { projects, ownProject }) {
      const allProjects = !ownProject;
      if (projects.length === 0) return { allProjects };
      const ids = await findProjects(ctx, cloud, projects);
      return { allProjects, where: [`${property} in (${ids.map(quoted).join(',')})`] };
    },
  };
  return scope;
};

const domainField = { domain: domain.optional().describe('Only of this domain, by name or id; default: of all') };

/** For what belongs to domains. Keystone lists the users of an LDAP domain only when asked for that domain. */
export const inDomain: Scope<typeof domainField> = {
  fields: domainField,
  async narrow(ctx, cloud, { domain: name }) {
    if (name === undefined) return {};
    const { identity } = ctx.services.openstack(cloud);
    const { id } = await mustFind(ctx, `domain ${name}`, () => identity.domains.find(name));
    return { where: [`domainId=${quoted(id)}`] };
  },
};

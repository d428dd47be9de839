import { findRunbook } from '../find/find-runbook.ts';
import { inDomain } from '../find/scopes.ts';

/** Finds projects by a query. */
export const findProjects = findRunbook({
  singular: 'project',
  resource: 'projects',
  scope: inDomain,
  replaces: [
    {
      action: 'project.search.by.property',
      call: { cloud: 'prod', where: ['enabled=false'], sort: ['name'], group: ['domainId'] },
      better:
        'True and false are booleans, tags can be searched by, and links too: projects with servers in ERROR, or with none.',
    },
    {
      action: 'project.search.by.regex',
      call: { cloud: 'prod', where: ["name~'^team-' or description~*'test'"] },
      better: 'Patterns fit on every text and combine with and, or and not.',
    },
  ],
});

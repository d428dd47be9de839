import { findRunbook } from '../find/find-runbook.ts';
import { inProjects } from '../find/scopes.ts';

/** Finds servers by a query. */
export const findServers = findRunbook({
  singular: 'server',
  resource: 'servers',
  scope: inProjects('projectId'),
  replaces: [
    {
      action: 'server.list',
      call: { cloud: 'prod' },
      better: 'It really lists the servers of every project, with a limit and a word on whether there are more.',
    },
    {
      action: 'server.search.by.property',
      call: {
        cloud: 'prod',
        where: ['status in (SHUTOFF,ERROR)'],
        projects: ['web'],
        sort: ['name'],
        group: ['userId'],
      },
      better:
        'Conditions are combined with and, or and not over any property, equality is equality, projects need no second switch, and ' +
        'sorting goes the way it is told; instead of the webhook, server.migrate-selected moves what a query finds, with a plan first.',
    },
    {
      action: 'server.search.by.regex',
      call: { cloud: 'prod', where: ["name~'^web-[0-9]+$'", "addresses~'^10[.]20[.]'"], with: ['project'] },
      better:
        'Patterns work on every text and list instead of on the name alone, in a dialect that cannot hang; instead of the webhook, ' +
        'server.migrate-selected moves what a query finds.',
    },
    {
      action: 'server.search.by.datetime',
      call: {
        cloud: 'prod',
        where: ['updated<60d', 'created>2025-01-01'],
        select: ['name', 'user.email', 'updatedAt'],
      },
      better:
        'Ages and moments are UTC, younger and older mean the same everywhere, deleted servers never turn up, and several times can be ' +
        'combined; instead of the webhook, server.migrate-selected moves what a query finds.',
    },
  ],
});

import { findRunbook } from '../find/find-runbook.ts';
import { inDomain } from '../find/scopes.ts';

/** Finds users by a query. */
export const findUsers = findRunbook({
  singular: 'user',
  resource: 'users',
  scope: inDomain,
  replaces: [
    {
      action: 'user.search.by.property',
      call: {
        cloud: 'prod',
        domain: 'default',
        where: ['name in (ann,bob)'],
        select: ['name', 'email', 'description'],
      },
      better: 'Any domain of the cloud can be named, or none, and any property be searched by, e-mail addresses too.',
    },
    {
      action: 'user.search.by.regex',
      call: { cloud: 'prod', domain: 'default', where: ["email~*'@example[.]org$'", 'servers(status=ERROR)'] },
      better: 'Works on addresses and descriptions, and can ask for what belongs to the user.',
    },
  ],
});

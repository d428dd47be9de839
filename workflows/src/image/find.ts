import { findRunbook } from '../find/find-runbook.ts';
import { inProjects } from '../find/scopes.ts';

/** Finds images by a query. */
export const findImages = findRunbook({
  singular: 'image',
  resource: 'images',
  scope: inProjects('owner'),
  replaces: [
    {
      action: 'image.search.by.property',
      call: { cloud: 'prod', where: ['status in (active,deactivated)'], projects: ['web'], group: ['status'] },
      better:
        'It asks glance itself, so that visibility, owner, tags and properties can be searched by and grouped by too.',
    },
    {
      action: 'image.search.by.regex',
      call: { cloud: 'prod', where: ["name~'^ubuntu-' and not name~'gpu'"], sort: ['name'] },
      better: 'Patterns fit on every text and can be negated and combined, in a dialect that cannot hang.',
    },
    {
      action: 'image.search.by.expression',
      call: { cloud: 'prod', where: ['size>10000000000', 'minDisk<=20'], sort: ['-size'] },
      better: 'Sizes are sorted in the direction asked for, and an image without a size breaks nothing.',
    },
    {
      action: 'image.search.by.datetime',
      call: {
        cloud: 'prod',
        where: ['created<365d', 'visibility=private'],
        select: ['name', 'project.name', 'createdAt'],
      },
      better: 'Times are UTC and always checked here, since the listing asked before knew nothing of dates.',
    },
  ],
});

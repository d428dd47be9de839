import { everywhere } from '../find/scopes.ts';
import { findRunbook } from '../find/find-runbook.ts';

/** Finds hypervisors by a query. */
export const findHypervisors = findRunbook({
  singular: 'hypervisor',
  resource: 'hypervisors',
  scope: everywhere,
  replaces: [
    {
      action: 'hv.search.by.property',
      call: { cloud: 'prod', where: ['state=down or status=disabled'], select: ['hostname', 'service.disabledReason'] },
      better:
        'Numbers are compared as numbers, so that every property offered can be searched by, and several at once.',
    },
    {
      action: 'hv.search.by.regex',
      call: { cloud: 'prod', where: ["hostname~'^hv[0-9]+' and disabledReason~*'reinstall'"], sort: ['hostname'] },
      better:
        'Works on every text, hosts are sorted as people count (hv2 before hv10), and null sorts last instead of failing.',
    },
    {
      action: 'hv.search.by.expression',
      call: { cloud: 'prod', where: ['vcpusFree>=16', 'ramMiBFree>65536'], sort: ['-vcpusFree'] },
      better:
        "What is free is placement's own figure, with what is reserved and the allocation ratio, and it is asked of placement only when a " +
        'query names it.',
    },
  ],
});

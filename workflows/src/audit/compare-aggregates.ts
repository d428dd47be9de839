import { entries } from './compare-by-name.ts';
import { compareRunbook } from './compare-runbook.ts';

/** Compares the host aggregates of two clouds; their hosts are their own. */
export const compareAggregates = compareRunbook({
  kind: 'aggregates',
  singular: 'aggregate',
  async read({ compute }) {
    const aggregates = await compute.aggregates.list();
    return aggregates.map(({ uuid, name, availabilityZone, metadata }) => {
      const { availability_zone: _zone, ...rest } = metadata;
      return { id: uuid, name, fields: { availabilityZone, ...entries('metadata', rest) } };
    });
  },
});

import { entries } from './compare-by-name.ts';
import { compareRunbook } from './compare-runbook.ts';

/** Compares the flavors of two clouds. */
export const compareFlavors = compareRunbook({
  kind: 'flavors',
  singular: 'flavor',
  async read({ compute }) {
    const flavors = await compute.flavors.list({ isPublic: null });
    return flavors.map(({ id, name, extraSpecs, ...fields }) => ({
      id,
      name,
      fields: { ...fields, ...entries('extraSpecs', extraSpecs) },
    }));
  },
  replaces: [
    {
      action: 'flavor.list.missing.flavors',
      call: { cloud: 'prod', otherCloud: 'dev' },
      better: 'It looks both ways and tells which fields and extra specs of a flavor differ, private flavors included.',
    },
  ],
});

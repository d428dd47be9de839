import { type Entry, isEntry, merged } from './entry.ts';

/** A cloud's entry with one region's own values laid over it. */
export interface Regional {
  region: string | undefined;
  entry: Entry;
}

/**
 * The region that was asked for, else the first. `regions` lists names, or names with values of their own; a `region_name` with
 * commas is the older way to list them. A problem is given back as a text.
 */
export function chooseRegion(entry: Entry, wanted: string | undefined): Regional | string {
  const { regions: listed, region_name: single, ...rest } = entry;
  const regions = regionsOf(listed ?? single);
  if (regions === undefined) return 'regions: must be a list of names, or of mappings with name and values';
  if (regions.length === 0) return { region: wanted, entry: rest };
  const chosen = wanted === undefined ? regions[0] : regions.find((region) => region.name === wanted);
  if (chosen === undefined) {
    return `region_name: '${wanted}' is none of its regions (${regions.map((region) => region.name).join(', ')})`;
  }
  return { region: chosen.name, entry: merged(rest, chosen.values) };
}

function regionsOf(value: unknown): { name: string; values: Entry }[] | undefined {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return value.split(',').map((name) => ({ name: name.trim(), values: {} }));
  if (!Array.isArray(value)) return undefined;
  const regions = value.map((one: unknown) => {
    if (typeof one === 'string') return { name: one, values: {} };
    if (!isEntry(one) || typeof one.name !== 'string') return undefined;
    return { name: one.name, values: isEntry(one.values) ? one.values : {} };
  });
  return regions.every((region) => region !== undefined) ? regions : undefined;
}

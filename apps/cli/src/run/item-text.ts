import type { Json } from '@opsbook/runbook';
import { inline } from '../format/values.ts';

/** What stands beside an item already: its time, and the request it was made by. */
const BESIDE = new Set(['seconds', 'requestId']);

/** What fits in a cell of a table. */
export type Fact = string | number | boolean;

/** The plain values that an item's lane returned, without what stands beside it: its own key, label, time and request. */
export function itemFacts(value: Json | undefined, key: string, label: string): Record<string, Fact> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') return { result: value };
  if (Array.isArray(value)) return {};
  const plain = Object.entries(value).filter(
    (entry): entry is [string, Fact] => entry[1] !== null && typeof entry[1] !== 'object',
  );
  return Object.fromEntries(plain.filter(([name, own]) => own !== key && own !== label && !BESIDE.has(name)));
}

/** The facts of an item as words: `hv4 -> hv3 how=live`. */
export function itemText(value: Json | undefined, key: string, label: string): string {
  if (value === null || typeof value !== 'object') return inline(value);
  const { from, to, ...rest } = itemFacts(value, key, label);
  if (from === undefined || to === undefined) return inline({ from, to, ...rest });
  return [`${from} -> ${to}`, inline(rest)].filter((part) => part !== '').join('  ');
}

/** The request that an item's change was made by, or failed with. */
export function requestOf(item: { value?: Json; error?: { requestId?: string } }): string {
  if (item.error?.requestId !== undefined) return item.error.requestId;
  const { value } = item;
  const found = value !== null && typeof value === 'object' && !Array.isArray(value) ? value['requestId'] : undefined;
  return typeof found === 'string' ? found : '';
}

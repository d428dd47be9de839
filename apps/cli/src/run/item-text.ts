import type { Json } from '@opsbook/runbook';
import { inline } from '../format/values.ts';

/** What an item's lane returned, without what stands beside it already: its own key and label, and its request id. */
export function itemText(value: Json | undefined, key: string, label: string): string {
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) return inline(value);
  const rest = Object.entries(value).filter(([name, own]) => own !== key && own !== label && name !== 'requestId');
  return inline(Object.fromEntries(rest));
}

/** The request that an item's change was made by, or failed with. */
export function requestOf(item: { value?: Json; error?: { requestId?: string } }): string {
  if (item.error?.requestId !== undefined) return item.error.requestId;
  const { value } = item;
  const found = value !== null && typeof value === 'object' && !Array.isArray(value) ? value['requestId'] : undefined;
  return typeof found === 'string' ? found : '';
}

import type { Json } from '@opsbook/runbook';

/** `to=hv2 how=live` of what is a plain value in an object; '' for anything without such. */
export function inline(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return '';
  return Object.entries(value)
    .filter(([, item]) => item !== null && item !== undefined && (typeof item !== 'object' || Array.isArray(item)))
    .map(([key, item]) => `${key}=${short(item)}`)
    .join(' ');
}

/** Longest list that is written out. */
const LIST = 60;

function short(item: Json | undefined): string {
  if (typeof item === 'string') return /\s/.test(item) || item === '' ? JSON.stringify(item) : item;
  const text = JSON.stringify(item);
  return Array.isArray(item) && text.length > LIST ? `[${item.length} entries]` : text;
}

import type { Json } from '@opsbook/runbook';

const LONGEST = 120;

/** A value within a sentence: a plain word as it stands, a list as its items. */
export function showValue(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return cut(/^[\w.:@/*?^$+-]+$/.test(value) ? value : JSON.stringify(value));
  if (Array.isArray(value)) return cut(value.length === 0 ? 'nothing' : value.map(showValue).join(', '));
  return cut(JSON.stringify(value));
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

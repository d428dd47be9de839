import type { Labels } from '../matcher/label-test.ts';
import { quote } from '../matcher/quote.ts';

const OFFSET = 14695981039346656037n;
const PRIME = 1099511628211n;
const MASK = (1n << 64n) - 1n;

/** The hash by which Prometheus and Alertmanager know labels: FNV-1a of names and values in order, each ended by 0xff. */
export function fingerprintOf(labels: Labels): string {
  let hash = OFFSET;
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, labels[name] ?? '']) {
      for (const byte of [...Buffer.from(text), 0xff]) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** As it stands in a group's key: `{alertname="HostDown", host="hv1"}`. */
export const labelText = (labels: Labels): string =>
  `{${Object.keys(labels)
    .sort()
    .map((name) => `${name}=${quote(labels[name] ?? '')}`)
    .join(', ')}}`;

/** The order in which groups and alerts are listed: fewer labels first, then by name and value. */
export function compareLabels(a: Labels, b: Labels): number {
  const count = Object.keys(a).length - Object.keys(b).length;
  if (count !== 0) return count;
  for (const name of Object.keys({ ...a, ...b }).sort()) {
    const [left, right] = [a[name], b[name]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

const OFFSET = 14695981039346656037n;
const PRIME = 1099511628211n;
/** What cannot be in UTF-8. */
const SEPARATOR = 0xff;

/**
 * The fingerprint that Alertmanager gives to an alert: 64-bit FNV-1a of its labels by name, each name and value followed by
 * a separator (`LabelSet.Fingerprint` in https://github.com/prometheus/common/blob/main/model/signature.go).
 */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  const named = Object.entries(labels).map(([name, value]) => ({ name: Buffer.from(name), value: Buffer.from(value) }));
  // Go compares strings by their bytes.
  named.sort((a, b) => Buffer.compare(a.name, b.name));
  let sum = OFFSET;
  const add = (bytes: Iterable<number>) => {
    for (const byte of bytes) sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * PRIME);
  };
  for (const { name, value } of named) {
    add(name);
    add([SEPARATOR]);
    add(value);
    add([SEPARATOR]);
  }
  return sum.toString(16).padStart(16, '0');
}

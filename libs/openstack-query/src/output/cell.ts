/** A value as one line of text: lists separated by commas, maps as `key=value`; of null what is given for it. */
export function cellText(value: unknown, ofNull: string): string {
  if (value === null || value === undefined) return ofNull;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, one]) => `${key}=${String(one)}`)
      .join(', ');
  }
  return JSON.stringify(value);
}

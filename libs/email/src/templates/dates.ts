const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const HOUR = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** The day of a UTC ISO 8601 time. */
export const date = (iso: string): string => DAY.format(parse(iso));

/** The day and the minute, in UTC. */
export const time = (iso: string): string => `${DAY.format(parse(iso))}, ${HOUR.format(parse(iso))} UTC`;

function parse(iso: string): number {
  const at = typeof iso === 'string' && /^\d{4}-\d\d-\d\d/.test(iso) ? Date.parse(iso) : NaN;
  if (Number.isNaN(at)) throw new Error(`${JSON.stringify(iso)} is no ISO 8601 time`);
  return at;
}

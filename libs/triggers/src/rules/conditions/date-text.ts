const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds of a date as text, ISO 8601; without a zone it is UTC. undefined for what is none. */
export function dateText(text: string): number | undefined {
  const [, date, time = '00:00', seconds = ':00', zone = 'Z'] = ISO.exec(text.trim()) ?? [];
  if (date === undefined) return undefined;
  const at = Date.parse(`${date}T${time}${seconds}${zone === 'Z' ? zone : zone.replace(/^(...):?/, '$1:')}`);
  return Number.isNaN(at) ? undefined : at;
}

import type { Stamp } from './records.ts';

/** The present, in UTC. */
export const stampOf = (at: number): Stamp => ({ at, offset: 0 });

/** A posted time; undefined where it is none. Alertmanager's answers show milliseconds. */
export function parseStamp(text: unknown): Stamp | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text))
    return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return { at, offset: sign === '-' ? -offset : offset };
}

/** As an answer has it: `2030-01-01T00:00:00.000Z`, or in the zone in which it was posted. */
export function formatStamp({ at, offset }: Stamp): string {
  const local = new Date(at + offset * 60_000).toISOString().slice(0, -1);
  if (offset === 0) return `${local}Z`;
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

import type { HelperDelegate } from 'handlebars';
import { date, time } from './dates.ts';
import { table } from './table.ts';

/** What templates have besides `if`, `unless`, `each` and `with`. */
export const HELPERS: Readonly<Record<string, HelperDelegate>> = {
  /** `{{plural count 'server' 'servers'}}`: "1 server", "3 servers". */
  plural: (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`,
  /** `{{date deletedAt}}`: "21 November 2026", UTC. */
  date,
  /** `{{time startsAt}}`: "21 November 2026, 14:00 UTC". */
  time,
  /** `{{table servers 'name=Server' 'id=ID'}}`: a row each, the columns in this order. */
  table,
};

import Handlebars, { type HelperDelegate } from 'handlebars';
import { date, time } from './dates.ts';
import { table } from './table.ts';

/** All that templates have. Handlebars' `log` and `lookup` are not among them: the one prints data, the other knows no missing value. */
export function helpers(): Record<string, HelperDelegate> {
  const all = { ...OWN };
  for (const name of ['if', 'unless', 'each', 'with']) all[name] = Handlebars.helpers[name] as HelperDelegate;
  return Object.fromEntries(Object.entries(all).map(([name, helper]) => [name, demanding(name, helper)]));
}

/** Handlebars is strict with places, and lets helpers have a name that is not there: a list would be empty, a part left out. */
const demanding = (name: string, helper: HelperDelegate): HelperDelegate =>
  function (this: unknown, ...given: unknown[]): unknown {
    const missing = given.indexOf(undefined) + 1;
    if (missing > 0) throw new Error(`${name}: value ${missing} is not defined`);
    return Reflect.apply(helper, this, given) as unknown;
  };

const OWN: Readonly<Record<string, HelperDelegate>> = {
  /** `{{plural count 'server' 'servers'}}`: "1 server", "3 servers". */
  plural: (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`,
  /** `{{date deletedAt}}`: "21 November 2026", UTC. */
  date,
  /** `{{time startsAt}}`: "21 November 2026, 14:00 UTC". */
  time,
  /** `{{table servers 'name=Server' 'id=ID'}}`: a row each, the columns in this order. */
  table,
};

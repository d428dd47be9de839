import { scrub } from '@opsbook/context';
import type { EventFilter } from '../trigger-store.ts';
import { type Stage, stagesOf } from './event-row.ts';

type Parameters = Record<string, string>;
type Name = Exclude<keyof EventFilter, 'state' | 'first' | 'limit'>;

/** Each filter as SQL. A `+` before a column keeps SQLite from its index. */
const CONDITIONS: Record<Name, string> = {
  run: '+run = :run',
  subject: '+subject = :subject',
  rule: '+rule = :rule',
  source: '+source = :source',
  type: '+type = :type',
  since: '+received_at >= :since',
  until: '+received_at < :until',
  text: 'instr(payload, :text) > 0',
  after: 'seq > coalesce((SELECT seq FROM events WHERE id = :after), 0)',
  before: 'seq < coalesce((SELECT seq FROM events WHERE id = :before), 0)',
};

/** Events of some filters, as a WHERE that is led by the index of which it expects the fewest rows, in the order of `seq`. */
export interface EventQuery {
  where: string;
  parameters: Parameters;
  /** Each to be asked for alone, and the answers merged; undefined: all of them. */
  stages: readonly Stage[] | undefined;
}

export function eventQuery({ state, first: _first, limit: _limit, ...filter }: EventFilter): EventQuery {
  const given = Object.entries(filter) as [Name, string | undefined][];
  const named = given.filter((entry): entry is [Name, string] => entry[1] !== undefined);
  const led = state === undefined || leads(filter) ? leader(filter) : undefined;
  const terms = ['TRUE', ...named.map(([name]) => (name === led?.name ? led.sql : CONDITIONS[name]))];
  const parameters = Object.fromEntries(named.map(([name, value]) => [name, name === 'text' ? inJson(value) : value]));
  const stages = state && [...new Set(state)].flatMap(stagesOf);
  if (stages === undefined || led === undefined) return { where: terms.join(' AND '), parameters, stages };
  const list = stages.map((stage) => `'${stage}'`).join(', ');
  return { where: [...terms, `+stage IN (${list})`].join(' AND '), parameters, stages: undefined };
}

/** What few events have in common: more than a state tells apart. */
const leads = ({ run, subject, rule }: EventFilter): boolean => [run, subject, rule].some((one) => one !== undefined);

function leader({ run, subject, rule, type, source, since, until, after }: EventFilter) {
  const of = (name: Name, sql: string) => ({ name, sql });
  if (run !== undefined) return of('run', 'run = :run');
  if (subject !== undefined) return of('subject', 'subject = :subject');
  if (rule !== undefined) return of('rule', 'rule = :rule');
  // The partial indexes of all that is no alert.
  if (type !== undefined && type !== 'alert') {
    return source === undefined
      ? of('type', "type = :type AND type <> 'alert'")
      : of('source', "source = :source AND type <> 'alert'");
  }
  if (after !== undefined) return undefined;
  const range = (condition: string) => `seq IN (SELECT seq FROM events WHERE ${condition})`;
  if (since !== undefined) return of('since', range('received_at >= :since'));
  if (until !== undefined) return of('until', range('received_at < :until'));
  return undefined;
}

/** A text as it stands within JSON, secrets masked as they are there. */
const inJson = (text: string): string => JSON.stringify(scrub(text)).slice(1, -1);

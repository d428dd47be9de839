import { type TriggerStore, openBreakers } from '@opsbook/triggers';
import type { Session } from '../session.ts';
import { formatDuration } from '../format/duration.ts';
import { dateAndTime } from '../format/time.ts';
import { type Diagnosis, fault, ok, warning } from './diagnosis.ts';

/** Seconds after which an event that nobody has decided is late. */
const LATE = 60;

type Events = Pick<TriggerStore, 'undecided' | 'countWaiting' | 'memory'>;

/** Events that nobody decides, and rules that do nothing more for now. */
export function checkEvents(store: Events, now: number, command: Session['command']): Diagnosis[] {
  const breakers = openBreakers(store, now).map(({ breaker, until }) =>
    warning(
      'rules',
      `the breaker of ${breaker} is open until ${dateAndTime(until)}`,
      `See why: ${command('alerts', '--state', 'suppressed', '--since', '1d')}`,
    ),
  );
  return [undecided(store, now, command), ...breakers];
}

function undecided(store: Events, now: number, command: Session['command']): Diagnosis {
  const [oldest] = store.undecided({ limit: 1 });
  const waiting = store.countWaiting();
  const waits = waiting === 0 ? 'none waits' : `${waiting} wait for their time`;
  if (oldest === undefined) return ok('events', `all are decided, ${waits}`);
  const age = (now - Date.parse(oldest.event.receivedAt)) / 1000;
  const text = `the oldest that nobody has decided is ${formatDuration(age)} old (${oldest.event.id})`;
  if (age < LATE) return ok('events', text);
  return fault('events', text, `Start the daemon, or read its log: ${command('serve')}`);
}

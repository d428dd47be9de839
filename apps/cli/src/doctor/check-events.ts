import { type TriggerStore, openBreakers } from '@opsbook/triggers';
import type { Session } from '../session.ts';
import { formatDuration } from '../format/duration.ts';
import { dateAndTime } from '../format/time.ts';
import { type Diagnosis, fault, ok, warning } from './diagnosis.ts';

/** Seconds after which an event that nobody has decided is late. */
const LATE = 60;
/** Seconds after which a run is late that was decided: one that people approve is planned first, which may take 15 minutes. */
const PLANNED = 1200;
/** Events that are looked at. */
const MOST = 100;

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
  const open = store.undecided({ limit: MOST }).map(({ event: { id, receivedAt }, state }) => {
    const intent = state.state === 'received' ? state.intent : undefined;
    const age = (now - Date.parse(receivedAt)) / 1000;
    const old = formatDuration(age);
    const what =
      intent === undefined
        ? `the oldest that nobody has decided is ${old} old (${id})`
        : `the run ${intent.run} for ${id} is about to be started, for ${old}`;
    return { what, isLate: age >= (intent === undefined ? LATE : PLANNED) };
  });
  const [oldest] = open;
  const waiting = store.countWaiting();
  const waits = waiting === 0 ? 'none waits' : `${waiting} wait for their time`;
  if (oldest === undefined) return ok('events', `all are decided, ${waits}`);
  const late = open.find(({ isLate }) => isLate);
  if (late === undefined) return ok('events', oldest.what);
  return fault('events', late.what, `Start the daemon, or read its log: ${command('serve')}`);
}

import { type TriggerStore, openBreakers } from '@opsbook/triggers';
import type { Session } from '../session.ts';
import { formatDuration } from '../format/duration.ts';
import { dateAndTime } from '../format/time.ts';
import { type Diagnosis, fault, ok, warning } from './diagnosis.ts';

/** Seconds after which an event that nobody has decided is late. */
const LATE = 60;
/** Seconds after which a run is late that was decided: one that people approve is planned first, which may take 15 minutes. */
const PLANNED = 1200;
/** Seconds after which an event is late that StackStorm has not got yet. */
const UNEMITTED = 300;
/** Events that are looked at. */
const MOST = 100;

type Events = Pick<TriggerStore, 'undecided' | 'emitting' | 'countWaiting' | 'memory'>;

/** Events that nobody decides or that StackStorm does not get, and rules that do nothing more for now. */
export function checkEvents(store: Events, now: number, command: Session['command']): Diagnosis[] {
  const breakers = openBreakers(store, now).map(({ breaker, until }) =>
    warning(
      'rules',
      `the breaker of ${breaker} is open until ${dateAndTime(until)}`,
      `See why: ${command('alerts', '--state', 'suppressed', '--since', '1d')}`,
    ),
  );
  return [undecided(store, now, command), ...unemitted(store, now, command), ...breakers];
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

function unemitted(store: Events, now: number, command: Session['command']): Diagnosis[] {
  const [oldest] = store.emitting({ limit: 1 });
  if (oldest === undefined) return [];
  const { id, receivedAt } = oldest.event;
  const age = (now - Date.parse(receivedAt)) / 1000;
  const what = `the oldest for StackStorm has waited since ${dateAndTime(receivedAt)}, for ${formatDuration(age)} (${id})`;
  if (age <= UNEMITTED) return [ok('events', what)];
  return [warning('events', what, `The log of the daemon says why; what else waits: ${command('alerts')}`)];
}

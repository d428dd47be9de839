import { type EventFilter, type StoredTriggerEvent, type TriggerStore, runOf } from '@opsbook/triggers';
import { tickOr } from '../run/tick-or.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { ruleOf, stateText } from './event-text.ts';

/** Seconds between two looks. */
const EVERY = 1;
const PAGE = 1000;

/**
 * Prints events as they come, and again when their state changes, until Ctrl-C.
 * @param filter state, rule and run hold for an event as it is then
 * @param last begins with so many of the latest
 */
export async function followEvents(
  session: Session,
  store: TriggerStore,
  { clock }: Pick<Site, 'clock'>,
  filter: EventFilter,
  last: number,
  print: (event: StoredTriggerEvent) => void,
): Promise<void> {
  const { state, rule, run, ...arriving } = filter;
  const asked = { ...(state && { state }), ...(rule !== undefined && { rule }), ...(run !== undefined && { run }) };
  const shown = new Map<string, string>();
  const show = (stored: StoredTriggerEvent) => {
    const { event } = stored;
    const text = stateText(stored.state);
    if (shown.get(event.id) !== text && fits(stored, asked)) print(stored);
    if (stored.state.state === 'received') shown.set(event.id, text);
    else shown.delete(event.id);
  };
  let release: () => void = () => undefined;
  const stopped = new Promise<true>((resolve) => {
    release = session.terminal.onStop(() => resolve(true));
  });
  try {
    let newest = newestOf(store);
    for (const stored of store.list({ ...filter, limit: last }).reverse()) show(stored);
    for (const stored of store.list({ ...arriving, state: ['received'], limit: PAGE })) {
      if (!shown.has(stored.event.id)) shown.set(stored.event.id, stateText(stored.state));
    }
    while ((await tickOr(clock, EVERY, stopped)) === undefined) {
      for (const id of [...shown.keys()]) {
        const stored = store.get(id);
        if (stored === undefined) shown.delete(id);
        else show(stored);
      }
      const latest = newestOf(store);
      const come = store.list({
        ...arriving,
        first: 'oldest',
        limit: PAGE,
        ...(newest !== undefined && { after: newest }),
      });
      for (const stored of come) show(stored);
      newest = come.at(-1)?.event.id ?? latest;
    }
  } finally {
    release();
  }
}

const newestOf = (store: TriggerStore): string | undefined => store.list({ limit: 1 })[0]?.event.id;

const fits = ({ state }: StoredTriggerEvent, asked: Pick<EventFilter, 'state' | 'rule' | 'run'>): boolean =>
  (asked.state === undefined || asked.state.includes(state.state)) &&
  (asked.rule === undefined || asked.rule === ruleOf(state)) &&
  (asked.run === undefined || asked.run === runOf(state));

import { isResolved } from './alert-store.ts';
import { Group } from './group.ts';
import { payloadOf } from './payload.ts';
import type { SimulatedAlert, SimulatedNotification } from './records.ts';
import { type Route, groupLabels, routesOf } from './routes.ts';
import type { ReceiverSettings } from './settings.ts';

const CLEAN_UP_MS = 30_000;

type End = (state: SimulatedNotification['state'], at: number) => void;

/** A notification to be posted. */
export interface Posting {
  notification: SimulatedNotification;
  url: string;
  /** Of the receiver. */
  token: string | undefined;
  /** Until it is given up. */
  seconds: number;
  /** Says what became of it. @param at milliseconds since the Unix epoch */
  end: (ok: boolean, at: number) => void;
}

interface Dispatching {
  root: Route;
  start: number;
  receiver: (name: string) => ReceiverSettings;
  externalUrl: () => string;
  /** Whether an alert is silenced or inhibited now. */
  muted: (alert: SimulatedAlert) => boolean;
}

/** Puts alerts into groups and makes the groups' notifications, each at its time. */
export class Dispatcher {
  readonly notifications: SimulatedNotification[] = [];
  readonly #ends = new Map<SimulatedNotification, End>();
  #groups: Group[] = [];
  readonly #how: Dispatching;
  #nextCleanUp: number;

  constructor(how: Dispatching) {
    this.#how = how;
    this.#nextCleanUp = how.start + CLEAN_UP_MS;
  }

  get groups(): readonly Group[] {
    return this.#groups;
  }

  insert(alert: SimulatedAlert, now: number): void {
    for (const route of routesOf(this.#how.root, alert.labels)) {
      const made = new Group(route, groupLabels(route, alert.labels), now);
      const known = this.#groups.find((group) => group.route === route && group.key === made.key);
      if (known === undefined) this.#groups.push(made);
      (known ?? made).insert(alert, now);
    }
  }

  /** When something is done next; Infinity where there are no groups. */
  get next(): number {
    if (this.#groups.length === 0) return Infinity;
    return Math.min(this.#nextCleanUp, ...this.#groups.map(({ nextFlush }) => nextFlush));
  }

  /** Does what is due first. @param at its time, {@link next} */
  step(at: number): void {
    const group = this.#groups.find(({ nextFlush }) => nextFlush <= at);
    if (group !== undefined) {
      group.nextFlush = at + group.route.groupInterval * 1000;
      group.flushed = true;
      this.#flush(group, at);
      return;
    }
    this.#groups = this.#groups.filter(({ alerts }) => alerts.size > 0);
    this.#nextCleanUp = at + CLEAN_UP_MS;
  }

  /** Time went by without any group. */
  skipTo(now: number): void {
    if (this.#nextCleanUp <= now) this.#nextCleanUp = now + CLEAN_UP_MS - ((now - this.#nextCleanUp) % CLEAN_UP_MS);
  }

  #flush(group: Group, now: number): void {
    if (group.alerts.size === 0 || group.underway !== undefined) return;
    const flushed = group.sorted();
    const heard = flushed.filter((alert) => !this.#how.muted(alert));
    const receiver = this.#how.receiver(group.route.receiver);
    const { sendResolved = true, url } = receiver;
    const firing = ids(heard.filter((alert) => !isResolved(alert, now)));
    const resolved = ids(heard.filter((alert) => isResolved(alert, now)));
    const done = () => forget(group, flushed, now);
    if (heard.length === 0 || !group.needsNotice(firing, resolved, sendResolved, now)) {
      done();
      return;
    }
    const told = sendResolved ? heard : heard.filter((alert) => !isResolved(alert, now));
    if (told.length === 0) {
      group.wasSaid(now, firing, resolved);
      done();
      return;
    }
    const payload = payloadOf(group, told, receiver, this.#how.externalUrl(), now);
    const notification: SimulatedNotification = { receiver: receiver.name, at: now, state: 'due', payload };
    this.notifications.push(notification);
    const end: End = (state, at) => {
      notification.state = state;
      group.underway = undefined;
      if (state === 'failed') return;
      group.wasSaid(at, firing, resolved);
      done();
    };
    if (url === undefined) end('kept', now);
    else {
      group.underway = notification;
      this.#ends.set(notification, end);
    }
  }

  /** Takes the next notification to be posted. */
  take(): Posting | undefined {
    const [first] = this.#ends;
    if (first === undefined) return undefined;
    const [notification, end] = first;
    this.#ends.delete(notification);
    const group = this.#groups.find(({ underway }) => underway === notification);
    const { url = '', token } = this.#how.receiver(notification.receiver);
    return {
      notification,
      url,
      token,
      seconds: group?.route.groupInterval ?? 0,
      end: (ok, at) => end(ok ? 'delivered' : 'failed', at),
    };
  }
}

const ids = (alerts: readonly SimulatedAlert[]): Set<string> => new Set(alerts.map(({ fingerprint }) => fingerprint));

// Resolved alerts leave the group once that was said, unless they were posted again meanwhile.
function forget(group: Group, flushed: readonly SimulatedAlert[], now: number): void {
  for (const alert of flushed) {
    if (isResolved(alert, now) && group.alerts.get(alert.fingerprint) === alert) group.alerts.delete(alert.fingerprint);
  }
}

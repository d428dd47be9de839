import type { Labels } from '../matcher/label-test.ts';
import { compareLabels, labelText } from './label-set.ts';
import type { SimulatedAlert, SimulatedNotification } from './records.ts';
import type { Route } from './routes.ts';

/** What was last said of a group: fingerprints. */
interface Said {
  at: number;
  firing: ReadonlySet<string>;
  resolved: ReadonlySet<string>;
}

/** Alerts that one route notifies of together. */
export class Group {
  readonly route: Route;
  readonly labels: Labels;
  readonly key: string;
  readonly alerts = new Map<string, SimulatedAlert>();
  /** Milliseconds since the Unix epoch. */
  nextFlush: number;
  flushed = false;
  /** A notification under way; while there is one, no other is made. */
  underway: SimulatedNotification | undefined;
  #said: Said | undefined;

  constructor(route: Route, labels: Labels, now: number) {
    this.route = route;
    this.labels = labels;
    this.key = `${route.key}:${labelText(labels)}`;
    this.nextFlush = now + route.groupWait * 1000;
  }

  insert(alert: SimulatedAlert, now: number): void {
    this.alerts.set(alert.fingerprint, alert);
    // It has been firing for longer than the wait already.
    if (!this.flushed && alert.startsAt.at + this.route.groupWait * 1000 < now) this.nextFlush = now;
  }

  /** By job, instance, then all labels. */
  sorted(): SimulatedAlert[] {
    return [...this.alerts.values()].sort(
      (a, b) =>
        compareLabel(a.labels['job'], b.labels['job']) ||
        compareLabel(a.labels['instance'], b.labels['instance']) ||
        compareLabels(a.labels, b.labels),
    );
  }

  /** Whether there is something to say, or to say again. */
  needsNotice(firing: ReadonlySet<string>, resolved: ReadonlySet<string>, sendResolved: boolean, now: number): boolean {
    const said = this.#said;
    if (said === undefined) return firing.size > 0;
    if (!isSubset(firing, said.firing)) return true;
    if (firing.size === 0) return said.firing.size > 0;
    if (sendResolved && !isSubset(resolved, said.resolved)) return true;
    // The real one compares with the moment after the notification: at a multiple of the interval it mostly tells again, and
    // sometimes only in the next turn.
    return said.at <= now - this.route.repeatInterval * 1000;
  }

  wasSaid(at: number, firing: ReadonlySet<string>, resolved: ReadonlySet<string>): void {
    this.#said = { at, firing, resolved };
  }
}

const isSubset = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((one) => all.has(one));

function compareLabel(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}

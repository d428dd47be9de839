import { type Alert, type WireAlert, toAlert } from './alert.ts';
import { type AlertFilter, alertQuery } from './alert-filter.ts';
import type { Cluster } from './cluster.ts';
import type { Labels } from './matcher/label-test.ts';

/** Alerts that are notified of together. */
export interface AlertGroup {
  /** Those that it is made by. */
  labels: Labels;
  receiver: string;
  alerts: readonly Alert[];
}

/** The groups that the routes make. */
export class Groups {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Without those in which the filter leaves no alert. An alert may be in several. */
  async list(filter: AlertFilter = {}): Promise<AlertGroup[]> {
    const groups = await this.#cluster.request<WireGroup[]>({
      method: 'GET',
      path: '/alerts/groups',
      label: 'list the groups of alerts',
      query: alertQuery(filter),
      repeatable: true,
      answer: 'array',
    });
    return groups.map(({ labels, receiver, alerts }) => ({
      labels,
      receiver: receiver.name,
      alerts: alerts.map(toAlert),
    }));
  }
}

interface WireGroup {
  labels: Labels;
  receiver: { name: string };
  alerts: WireAlert[];
}

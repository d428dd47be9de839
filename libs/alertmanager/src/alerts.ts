import { type Alert, type WireAlert, toAlert } from './alert.ts';
import { type AlertListFilter, alertQuery } from './alert-filter.ts';
import type { Cluster } from './cluster.ts';
import type { Labels } from './matcher/label-test.ts';
import { givenTime } from './utc.ts';

/** An alert to post. */
export interface NewAlert {
  labels: Labels;
  annotations?: Labels;
  /** UTC ISO 8601; default: when it is first posted. */
  startsAt?: string;
  /** Default: the configured `resolve_timeout` after it was last posted. A time that is over resolves it. */
  endsAt?: string;
  generatorUrl?: string;
}

/** The alerts that the instances were sent. */
export class Alerts {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Those that are not resolved, ordered by fingerprint. */
  async list(filter: AlertListFilter = {}): Promise<Alert[]> {
    const alerts = await this.#cluster.request<WireAlert[]>({
      method: 'GET',
      path: '/alerts',
      label: 'list the alerts',
      query: alertQuery(filter),
      repeatable: true,
      answer: 'array',
    });
    return alerts.map(toAlert);
  }

  /**
   * Posts alerts, as Prometheus does: for tests and tools. Instances do not tell each other of alerts: it reaches one of
   * them. Of several alerts the good ones are taken although a bad one is answered with ALERTMANAGER_BAD_REQUEST.
   */
  async post(alerts: readonly NewAlert[]): Promise<void> {
    await this.#cluster.request({
      method: 'POST',
      path: '/alerts',
      label: `post ${alerts.length} alert${alerts.length === 1 ? '' : 's'}`,
      body: alerts.map(({ startsAt, endsAt, generatorUrl, ...alert }, index) => ({
        ...alert,
        ...(startsAt !== undefined && { startsAt: givenTime(startsAt, `[${index}].startsAt`) }),
        ...(endsAt !== undefined && { endsAt: givenTime(endsAt, `[${index}].endsAt`) }),
        ...(generatorUrl !== undefined && { generatorURL: generatorUrl }),
      })),
      // The same labels are the same alert.
      repeatable: true,
      answer: 'nothing',
    });
  }
}

import { Alerts } from './alerts.ts';
import type { Cluster } from './cluster.ts';
import { Groups } from './groups.ts';
import { type Receiver, listReceivers } from './receivers.ts';
import { Silences } from './silences/silences.ts';
import { type AlertmanagerStatus, readStatus } from './status.ts';
import type { Clock } from '@opsbook/context';

/** One cluster of Alertmanagers, or a single one. Made by {@link alertmanager}. */
export class AlertmanagerClient {
  readonly alerts: Alerts;
  readonly groups: Groups;
  readonly silences: Silences;
  readonly #cluster: Cluster;

  constructor(cluster: Cluster, clock: Clock) {
    this.#cluster = cluster;
    this.alerts = new Alerts(cluster);
    this.groups = new Groups(cluster);
    this.silences = new Silences(cluster, clock);
  }

  /** Version, cluster peers and configuration. */
  async status(): Promise<AlertmanagerStatus> {
    return readStatus(this.#cluster);
  }

  /** In the order of the configuration. */
  async receivers(): Promise<Receiver[]> {
    return listReceivers(this.#cluster);
  }

  /** Ends requests and connections. What is asked for afterwards is refused with ALERTMANAGER_ABORTED. */
  close(): void {
    this.#cluster.close();
  }
}

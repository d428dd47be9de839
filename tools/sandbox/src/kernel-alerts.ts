import { type AlertmanagerClient, alertmanager } from '@opsbook/alertmanager';

/** Milliseconds for which Prometheus goes on firing after it is over (`keep_firing_for`): what is silenced then is told of late. */
const KEEP_FIRING = 20_000;

/** What Prometheus says about the kernels of hypervisors. */
export class KernelAlerts {
  readonly #client: AlertmanagerClient;
  readonly #timers = new Set<NodeJS.Timeout>();

  /** @param url of the Alertmanager */
  constructor(url: string) {
    this.#client = alertmanager({ url });
  }

  async fire(hypervisor: string): Promise<void> {
    await this.#post(hypervisor, {});
  }

  /** The host runs another kernel. */
  resolve(hypervisor: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#post(hypervisor, { endsAt: new Date().toISOString() });
    }, KEEP_FIRING);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#client.close();
  }

  async #post(hypervisor: string, ends: { endsAt?: string }): Promise<void> {
    const labels = { alertname: 'KernelOutdated', instance: hypervisor, severity: 'warning' };
    const annotations = { summary: `${hypervisor} runs a kernel that has to be replaced` };
    await this.#client.alerts.post([{ labels, annotations, ...ends }]);
  }
}

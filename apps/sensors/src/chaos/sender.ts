import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { TOKEN, isActedUpon } from './site.ts';

/** One connection that posts alerts as Alertmanager does: again after 5xx and broken connections, until they are taken. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;
  /** How often which status was answered; 0: none came. */
  readonly answers = new Map<number, number>();

  constructor(port: number) {
    this.#port = port;
  }

  /** Resolves when the alerts were answered with 200. Throws on an answer after which Alertmanager gives up. */
  async deliver(indexes: readonly number[]): Promise<void> {
    const body = JSON.stringify(notificationOf(indexes));
    for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
      const status = await this.#post(body).catch(() => 0);
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
      if (status === 200) return;
      if (status !== 0 && status < 500) throw new Error(`answered with ${status}: Alertmanager would drop it`);
      await pause(wait);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(body: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const options = { host: '127.0.0.1', port: this.#port, path: '/v1/alertmanager/chaos', method: 'POST', headers };
      const sent = request({ ...options, agent: this.#agent, timeout: 60_000 }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', reject);
        answer.on('aborted', () => reject(new Error('cut off')));
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

export const instanceOf = (index: number): string => `instance-${index}`;

function notificationOf(indexes: readonly number[]): object {
  const labels = { alertname: 'Chaos' };
  return {
    ...{ version: '4', groupKey: '{}:{alertname="Chaos"}', truncatedAlerts: 0, status: 'firing', receiver: 'opsbook' },
    ...{ groupLabels: labels, commonLabels: labels, commonAnnotations: {}, externalURL: 'http://alertmanager' },
    alerts: indexes.map((index) => ({
      status: 'firing',
      labels: { ...labels, instance: instanceOf(index), act: isActedUpon(index) ? 'yes' : 'no' },
      annotations: { summary: `alert ${index} of a run of chaos` },
      startsAt: '2030-01-01T00:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus/graph',
      fingerprint: index.toString(16).padStart(16, '0'),
    })),
  };
}

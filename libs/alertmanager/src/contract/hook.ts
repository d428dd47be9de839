import type { Clock } from '@opsbook/context';
import { SimulatorServer } from '@opsbook/http/testing';
import type { WebhookPayload } from '../webhook.ts';
import type { ConfiguredTarget } from './contract-target.ts';

/** Where the contract's Alertmanager sends its notifications. @param port default: a free one */
export async function startHook(
  clock: Clock,
  port?: number,
): Promise<Pick<ConfiguredTarget, 'received' | 'refusals'> & { url: string; stop: () => Promise<void> }> {
  const server = new SimulatorServer({ clock });
  const received: WebhookPayload[] = [];
  const refusals = new Map<string, number>();
  server.route('POST', '/hook', ({ body }) => {
    const payload = body as WebhookPayload;
    received.push(payload);
    const { alertname = '' } = payload.groupLabels;
    const status = refusals.get(alertname) ?? 200;
    refusals.delete(alertname);
    return { status };
  });
  await server.start(port);
  return { received, refusals, url: `${server.url}/hook`, stop: () => server.stop() };
}

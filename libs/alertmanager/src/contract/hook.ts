import type { Clock } from '@opsbook/context';
import { SimulatorServer } from '@opsbook/http/testing';
import type { WebhookPayload } from '../webhook.ts';
import type { ConfiguredTarget } from './contract-target.ts';

/** Where the contract's Alertmanager sends its notifications. @param port default: a free one */
export async function startHook(
  clock: Clock,
  port?: number,
): Promise<Pick<ConfiguredTarget, 'received' | 'hook'> & { url: string; stop: () => Promise<void> }> {
  const server = new SimulatorServer({ clock });
  const received: WebhookPayload[] = [];
  const hook = { status: 200 };
  server.route('POST', '/hook', ({ body }) => {
    received.push(body as WebhookPayload);
    return { status: hook.status };
  });
  await server.start(port);
  return { received, hook, url: `${server.url}/hook`, stop: () => server.stop() };
}

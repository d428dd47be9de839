import { type Guard, VirtualClock, sleep, unrestricted } from '@opsbook/context';
import { type AlertmanagerClient, type AlertmanagerOptions, alertmanager, isAlertmanagerError } from './index.ts';
import type { AlertmanagerError } from './errors.ts';
import { type AlertmanagerSimulator, type AlertmanagerSimulatorOptions, startAlertmanager } from './testing/index.ts';

/** Simulators on one virtual clock, and clients of them. */
export async function simulatedAlertmanager(options: AlertmanagerSimulatorOptions = {}, instances = 1) {
  const clock = new VirtualClock();
  const sims: AlertmanagerSimulator[] = [];
  for (let count = 0; count < instances; count += 1) sims.push(await startAlertmanager({ clock, ...options }));
  const clients: AlertmanagerClient[] = [];
  const client = ({ guard = unrestricted, ...given }: Partial<AlertmanagerOptions> & { guard?: Guard } = {}) => {
    const urls = sims.map(({ url }) => url);
    const made = alertmanager({ urls, context: { guard, clock }, http: { random: () => 1 }, ...given });
    clients.push(made);
    return made;
  };
  const [sim] = sims as [AlertmanagerSimulator];
  return {
    clock,
    sim,
    sims,
    client,
    wait: (seconds: number) => sleep(clock, seconds * 1000),
    /** Seconds from the clock's beginning, as UTC ISO 8601. */
    time: (seconds: number) => new Date(Date.parse('2030-01-01T00:00:00.000Z') + seconds * 1000).toISOString(),
    stop: async () => {
      for (const one of clients) one.close();
      for (const one of sims) await one.stop();
    },
  };
}

export type SimulatedAlertmanager = Awaited<ReturnType<typeof simulatedAlertmanager>>;

/** The error that a request ends with. */
export async function errorOf(request: Promise<unknown>): Promise<AlertmanagerError> {
  const answer = await request.catch((error: unknown) => {
    if (isAlertmanagerError(error)) return error;
    throw error;
  });
  if (isAlertmanagerError(answer)) return answer;
  throw new Error(`it was answered: ${JSON.stringify(answer)}`);
}

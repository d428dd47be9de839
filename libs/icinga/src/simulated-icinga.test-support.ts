import { type Guard, VirtualClock, sleep, unrestricted } from '@opsbook/context';
import type { IcingaClient } from './client.ts';
import { type IcingaError, isIcingaError } from './errors.ts';
import { icinga } from './icinga.ts';
import type { IcingaOptions } from './options.ts';
import { startIcinga } from './testing/index.ts';

/** A simulator with one hypervisor, and clients of it. */
export async function simulatedIcinga() {
  const clock = new VirtualClock();
  const sim = await startIcinga({ clock });
  sim.addHost('hv1');
  sim.addService('hv1', 'ssh');
  const clients: IcingaClient[] = [];
  const client = ({ guard = unrestricted, ...given }: Partial<IcingaOptions> & { guard?: Guard } = {}) => {
    const auth = { username: 'root', password: 'contract' };
    const made = icinga({ url: sim.url, auth, context: { guard, clock }, http: { random: () => 1 }, ...given });
    clients.push(made);
    return made;
  };
  const stop = async () => {
    for (const one of clients) one.close();
    await sim.stop();
  };
  return { clock, sim, client, stop, wait: (seconds: number) => sleep(clock, seconds * 1000) };
}

/** The error that a request ends with. */
export async function errorOf(request: Promise<unknown>): Promise<IcingaError> {
  const answer = await request.catch((error: unknown) => {
    if (isIcingaError(error)) return error;
    throw error;
  });
  if (isIcingaError(answer)) return answer;
  throw new Error(`it was answered: ${JSON.stringify(answer)}`);
}

import { type Guard, VirtualClock, unrestricted } from '@opsbook/context';
import { type JiraClient, type JiraError, type JiraOptions, isJiraError, jira } from './index.ts';
import { type JiraSimulatorOptions, startJira } from './testing/index.ts';

/** A simulator on a virtual clock, and clients of it. */
export async function simulatedJira(options: JiraSimulatorOptions = {}) {
  const clock = new VirtualClock();
  const sim = await startJira({ clock, ...options });
  const clients: JiraClient[] = [];
  const client = ({ guard = unrestricted, ...given }: Partial<JiraOptions> & { guard?: Guard } = {}) => {
    const { deployment } = sim.settings;
    const context = { guard, clock };
    const made = jira({ url: sim.url, deployment, auth: sim.auth, context, http: { random: () => 1 }, ...given });
    clients.push(made);
    return made;
  };
  return {
    clock,
    sim,
    client,
    /** How many requests changed something: what was sent with one of these methods and answered or cut. */
    changes: () =>
      sim.requests.filter(
        ({ method, path }) =>
          method !== 'GET' && !path.endsWith('/search') && !/\/(search\/jql|comment\/list)$/.test(path),
      ).length,
    stop: async () => {
      for (const one of clients) one.close();
      await sim.stop();
    },
  };
}

export type SimulatedJira = Awaited<ReturnType<typeof simulatedJira>>;

/** The error that a request ends with. */
export async function errorOf(request: PromiseLike<unknown>): Promise<JiraError> {
  const answer = await Promise.resolve(request).catch((error: unknown) => {
    if (isJiraError(error)) return error;
    throw error;
  });
  if (isJiraError(answer)) return answer;
  throw new Error(`it was answered: ${JSON.stringify(answer)}`);
}

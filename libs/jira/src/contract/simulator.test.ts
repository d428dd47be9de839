import { describe } from '@jest/globals';
import { VirtualClock, unrestricted } from '@opsbook/context';
import { type JiraClient, jira } from '../index.ts';
import type { Deployment } from '../options.ts';
import { startJira } from '../testing/index.ts';
import type { ContractTarget } from './contract-target.ts';
import { jiraContract } from './jira-contract.ts';

async function simulator(deployment: Deployment): Promise<ContractTarget> {
  const clock = new VirtualClock();
  // Two seconds, as Cloud's search lags.
  const sim = await startJira({ clock, deployment, ...(deployment === 'cloud' && { indexDelay: 2 }) });
  const context = { guard: unrestricted, clock };
  const client = jira({ url: sim.url, deployment, auth: sim.auth, context });
  const wrong = deployment === 'cloud' ? { email: 'robot@example.com', apiToken: 'wrong' } : { token: 'wrong' };
  const strangers: JiraClient[] = [];
  const stranger = (): JiraClient => {
    const one = jira({ url: sim.url, deployment, auth: wrong, context });
    strangers.push(one);
    return one;
  };
  return {
    name: `the simulator (${deployment})`,
    ...{ client, stranger, clock, project: 'OPS', type: 'Task', run: '1' },
    close: async () => {
      for (const one of [client, ...strangers]) one.close();
      await sim.stop();
    },
  };
}

describe.each(['cloud', 'data-center'] as const)('%s', (deployment) => {
  jiraContract(() => simulator(deployment));
});

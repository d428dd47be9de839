import { jest, test } from '@jest/globals';
import { defaultContext, systemClock } from '@opsbook/context';
import { HttpClient } from '@opsbook/http';
import { type JiraClient, jira, jql } from '../index.ts';
import { type JiraOptions, authorization } from '../options.ts';
import type { ContractTarget } from './contract-target.ts';
import { jiraContract } from './jira-contract.ts';

const settings = (name: string): string => process.env[`OPSBOOK_CONTRACT_JIRA_${name}`] ?? '';

const [url, project, token, email] = [settings('URL'), settings('PROJECT'), settings('TOKEN'), settings('EMAIL')];

function prepare(): ContractTarget {
  const run = String(Date.now());
  const deployment = email === '' ? 'data-center' : 'cloud';
  const authOf = (secret: string): JiraOptions['auth'] =>
    deployment === 'cloud' ? { email, apiToken: secret } : { token: secret };
  const client = jira({ url, deployment, auth: authOf(token) });
  const strangers: JiraClient[] = [];
  const stranger = (): JiraClient => {
    const one = jira({ url, deployment, auth: authOf(`${token}-wrong`) });
    strangers.push(one);
    return one;
  };
  const http = new HttpClient({
    baseUrl: url,
    headers: { authorization: authorization(authOf(token)) },
    context: defaultContext,
  });
  return {
    name: `Jira at ${url} (${deployment})`,
    ...{ client, stranger, clock: systemClock, project, run },
    type: settings('TYPE') === '' ? 'Task' : settings('TYPE'),
    close: async () => {
      for (const { id } of await client.issues.search(
        jql`project = ${project} AND labels = ${`opsbook-contract-${run}`}`,
      )) {
        await http.request({ method: 'DELETE', url: `/rest/api/2/issue/${id}` });
      }
      for (const one of [client, ...strangers, http]) one.close();
    },
  };
}

if ([url, project, token].includes('')) {
  const why = 'OPSBOOK_CONTRACT_JIRA_URL, _PROJECT and _TOKEN (and for Cloud _EMAIL) name no Jira';
  process.stdout.write(`The contract suite was skipped: ${why}.\n`);
  test.skip(`skipped: ${why}`, () => undefined);
} else {
  jest.setTimeout(180_000);
  jiraContract(() => Promise.resolve(prepare()));
}

import type { JiraClient, NewRequest } from '@opsbook/jira';
import { jql } from '@opsbook/jira';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { IssueReport } from './ensure-issue.ts';

export interface WantedRequest extends NewRequest {
  summary: string;
  marker: string;
}

/**
 * One request of a service desk with this marker. The portal takes no label: it is put on afterwards. Between the two the request is
 * known by its words alone.
 */
export async function ensureRequest(
  step: RunContext<Services>,
  name: string | undefined,
  { marker, ...request }: WantedRequest,
): Promise<IssueReport> {
  const jira = step.services.jira(name);
  const project = await step.read('project of the service desk', () => projectOf(jira, request.serviceDesk));
  const [there] = await step.read('request before', async () =>
    (await jira.issues.findMarked(project, marker)).map(({ key }) => key),
  );
  if (there !== undefined) return { key: there, url: jira.urlOf(there), outcome: 'found' };
  const begun = await step.now();
  const key = await step.once<string>('requested', async () => (await jira.serviceDesk.create(request)).key, {
    preview: () => `${request.requestType} of ${request.serviceDesk}: ${request.summary}`,
    find: async () => {
      const same = await madeSince(jira, project, request.summary, begun);
      return same === undefined ? absent() : done(same);
    },
    assume: 'not made yet',
  });
  await step.ensure('marked', {
    check: async () => {
      if (step.planning) return absent();
      return (await jira.issues.get(key)).labels.includes(marker) ? done() : absent();
    },
    change: () => jira.issues.update(key, { addLabels: [marker] }),
    preview: () => `label ${marker}`,
    assume: undefined,
    timeout: 120,
  });
  return { key, url: step.planning ? '' : jira.urlOf(key), outcome: 'created' };
}

async function projectOf(jira: JiraClient, desk: string): Promise<string> {
  const desks = await jira.serviceDesk.list();
  const found = desks.find(({ id, projectKey }) => id === desk || projectKey.toLowerCase() === desk.toLowerCase());
  if (found !== undefined) return found.projectKey;
  const known = desks.map(({ id, projectKey }) => `${projectKey} (${id})`).join(', ');
  throw new Error(`there is no service desk '${desk}'; known are ${known}`);
}

/** Those with the same words that were made since the run came here, without any marker: what a lost answer was about. */
async function madeSince(
  jira: JiraClient,
  project: string,
  summary: string,
  since: string,
): Promise<string | undefined> {
  const query = jql`project = ${project} AND labels IS EMPTY ORDER BY created DESC`;
  for await (const issue of jira.issues.search(query)) {
    if (issue.created < since) break;
    if (issue.summary === summary) return issue.key;
  }
  return undefined;
}

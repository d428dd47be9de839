import type { JiraClient, NewRequest } from '@opsbook/jira';
import { jql } from '@opsbook/jira';
import { type RunContext, absent, done, fail, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import type { IssueReport } from './ensure-issue.ts';

export interface WantedRequest extends NewRequest {
  summary: string;
  marker: string;
}

export interface RequestPlace {
  jira: string | undefined;
  /** Key of the desk's project. */
  project: string;
  /** Of all the requests that this run makes. */
  markers: readonly string[];
}

/** How often nothing is found before it is believed. Cloud's search shows an issue some time after it was made. */
const LOOKS = 11;
/** By how much Jira's clock may be behind, in milliseconds. */
const SKEW = 300_000;

/**
 * One request of a service desk with this marker. The portal takes no label: it is put on afterwards. Between the two the request is
 * known by its words alone.
 */
export async function ensureRequest(
  step: RunContext<Services>,
  { marker, ...request }: WantedRequest,
  { jira: name, project, markers }: RequestPlace,
): Promise<IssueReport> {
  const jira = step.services.jira(name);
  const [there] = await step.read('request before', async () =>
    (await jira.issues.findMarked(project, marker)).map(({ key }) => key),
  );
  if (there !== undefined) return { key: there, url: jira.urlOf(there), outcome: 'found' };
  const since = new Date(Date.parse(await step.now()) - SKEW).toISOString();
  let looks = 0;
  const key = await step.once<string>('requested', async () => (await jira.serviceDesk.create(request)).key, {
    preview: () => `${request.requestType} of ${request.serviceDesk}: ${request.summary}`,
    find: async () => {
      const same = await madeSince(jira, { project, since, markers, summary: request.summary });
      if (same !== undefined) return done(same);
      looks += 1;
      return looks < LOOKS ? underway() : absent();
    },
    assume: 'not made yet',
  });
  const marked = await attempt(() => ensureMarked(step, jira, key, marker));
  if (!marked.ok) fail(`${key} was made, but not marked with the label ${marker}: ${marked.error.message}`);
  return { key, url: step.planning ? '' : jira.urlOf(key), outcome: 'created' };
}

const ensureMarked = (step: RunContext<Services>, jira: JiraClient, key: string, marker: string): Promise<void> =>
  step.ensure('marked', {
    check: async () => {
      if (step.planning) return absent();
      return (await jira.issues.get(key)).labels.includes(marker) ? done() : absent();
    },
    change: () => jira.issues.update(key, { addLabels: [marker] }),
    preview: () => `label ${marker}`,
    assume: undefined,
    timeout: 120,
  });

interface Words {
  project: string;
  summary: string;
  since: string;
  markers: readonly string[];
}

/** One with the same words that was made since then, without any marker: what a lost answer was about. */
async function madeSince(jira: JiraClient, { project, summary, since, markers }: Words): Promise<string | undefined> {
  for await (const issue of jira.issues.search(jql`project = ${project} ORDER BY created DESC`)) {
    if (issue.created < since) break;
    if (issue.summary === summary && !issue.labels.some((label) => markers.includes(label))) return issue.key;
  }
  return undefined;
}

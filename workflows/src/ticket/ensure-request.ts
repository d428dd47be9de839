import type { JiraClient, NewRequest } from '@opsbook/jira';
import { jql } from '@opsbook/jira';
import { type RunContext, absent, done, fail } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import type { IssueReport } from './ensure-issue.ts';
import { type Made, firstOf, madeBefore } from './made-before.ts';
import { sought } from './sought.ts';

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

const NOT_YET = 'not made yet';
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
  const known = await madeBefore(step, 'requested', marker);
  const there = await step.read('request before', async () => {
    const [found] = await jira.issues.findMarked(project, marker);
    return found?.key ?? (await firstOf(jira, known)) ?? null;
  });
  const key = there ?? (await makeRequest(step, jira, { project, markers, marker, request }));
  // One that an earlier run made may not have its label yet.
  const marked = await attempt(() => ensureMarked(step, jira, key, marker));
  if (!marked.ok) fail(`${key} was made, but not marked with the label ${marker}: ${marked.error.message}`);
  const url = step.planning && there === null ? '' : jira.urlOf(key);
  return { key, url, outcome: there === null ? 'created' : 'found' };
}

interface Making extends Pick<RequestPlace, 'project' | 'markers'> {
  marker: string;
  request: NewRequest & { summary: string };
}

async function makeRequest(
  step: RunContext<Services>,
  jira: JiraClient,
  { marker, request, ...place }: Making,
): Promise<string> {
  const since = new Date(Date.parse(await step.now()) - SKEW).toISOString();
  const made = (key: string): Made => ({ key, marker });
  const { key } = await step.once<Made>('requested', async () => made((await jira.serviceDesk.create(request)).key), {
    preview: () => `${request.requestType} of ${request.serviceDesk}: ${request.summary}`,
    find: sought(async () => {
      const same = await madeSince(jira, { ...place, since, summary: request.summary });
      return same === undefined ? undefined : made(same);
    }),
    assume: made(NOT_YET),
  });
  return key;
}

const ensureMarked = (step: RunContext<Services>, jira: JiraClient, key: string, marker: string): Promise<void> =>
  step.ensure('marked', {
    check: async () => {
      if (key === NOT_YET) return absent();
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

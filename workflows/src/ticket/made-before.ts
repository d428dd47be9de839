import { type Issue, type JiraClient, isJiraError } from '@opsbook/jira';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** What a step that makes a ticket returns, so that later runs find it in the audit trail. */
export interface Made {
  key: string;
  marker: string;
}

/** Keys that a step of earlier runs made for this marker, the newest first: search shows an issue some time after it was made. */
export async function madeBefore(step: RunContext<Services>, name: string, marker: string): Promise<string[]> {
  const path = step.path === '' ? name : `${step.path}/${name}`;
  const earlier = await step.earlier('made before', { path });
  return earlier.flatMap(({ after }) => {
    const made = after as Partial<Made> | undefined;
    return made?.key !== undefined && made.marker === marker ? [made.key] : [];
  });
}

/** The first of these issues that is still there, and as it should be. */
export async function firstOf(
  jira: JiraClient,
  keys: readonly string[],
  fits: (issue: Issue) => boolean = () => true,
): Promise<string | undefined> {
  for (const key of keys) {
    const issue = await unlessGone(jira, key);
    if (issue !== undefined && fits(issue)) return issue.key;
  }
  return undefined;
}

async function unlessGone(jira: JiraClient, key: string): Promise<Issue | undefined> {
  try {
    return await jira.issues.get(key);
  } catch (error) {
    if (isJiraError(error) && error.code === 'JIRA_NOT_FOUND') return undefined;
    throw error;
  }
}

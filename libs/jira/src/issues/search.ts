import * as z from 'zod';
import type { Api } from '../api.ts';
import { JiraError } from '../errors.ts';
import type { Jql } from '../jql/jql.ts';
import { Listing } from '../listing.ts';
import { ISSUE_FIELDS, type Issue, issueSchema } from './issue.ts';

const PAGE = 100;

export interface SearchOptions {
  /** Ids of further fields, for `issue.fields`. */
  fields?: readonly string[];
}

const cloudPage = z.object({ issues: z.array(issueSchema).default([]), nextPageToken: z.string().nullish() });

const dataCenterPage = z.object({ issues: z.array(issueSchema).default([]), startAt: z.number(), total: z.number() });

/**
 * The issues that a query finds, read page by page: by `nextPageToken` in Cloud (`POST /search/jql`), by `startAt` in Data
 * Center (`POST /search`), whose pages may be shorter than asked for. Both POSTs are reads.
 */
export function searchIssues(api: Api, query: Jql, { fields = [], reconcile = [] }: Searching): Listing<Issue> {
  const wanted = [...ISSUE_FIELDS, ...fields];
  return new Listing(() =>
    api.cloud ? cloudPages(api, query, wanted, [...reconcile]) : dataCenterPages(api, query, wanted),
  );
}

interface Searching extends SearchOptions {
  /** Ids of issues that Cloud looks at themselves, whatever its search knows of them. */
  reconcile?: readonly number[];
}

const searching = (query: Jql) => ({
  label: `search ${query.text}`,
  effect: 'read' as const,
  repeatable: true,
});

async function* cloudPages(api: Api, query: Jql, fields: string[], reconcile: number[]): AsyncGenerator<Issue[]> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await api.call(
      { ...searching(query), answer: cloudPage },
      (client, { searchAndReconsileIssuesUsingJqlPost }) =>
        searchAndReconsileIssuesUsingJqlPost(client, {
          jql: query.text,
          fields,
          maxResults: PAGE,
          ...(reconcile.length > 0 && { reconcileIssues: reconcile }),
          ...(token !== undefined && { nextPageToken: token }),
        }),
    );
    yield page.issues;
    token = page.nextPageToken ?? undefined;
    if (token !== undefined && seen.has(token)) throw noEnd(query);
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}

async function* dataCenterPages(api: Api, query: Jql, fields: string[]): AsyncGenerator<Issue[]> {
  // Issues that are made or moved while pages are read shift the rest: none is given twice.
  const seen = new Set<string>();
  let startAt = 0;
  for (;;) {
    const page = await api.request(
      { ...searching(query), answer: dataCenterPage },
      { method: 'POST', url: '/rest/api/2/search', body: { jql: query.text, startAt, maxResults: PAGE, fields } },
    );
    const fresh = page.issues.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    yield fresh;
    if (page.startAt !== startAt) throw noEnd(query);
    startAt += page.issues.length;
    if (page.issues.length === 0 || startAt >= page.total) return;
  }
}

const noEnd = (query: Jql): JiraError =>
  new JiraError('JIRA_UNAVAILABLE', `${searching(query).label}: Jira gives another page than the one asked for`);

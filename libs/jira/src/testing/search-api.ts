import type { Api } from './api.ts';
import { bodyOf, shown } from './fields.ts';
import { find, isBounded } from './jql/evaluate.ts';
import { JqlFault } from './jql/lexer.ts';
import { parseJql } from './jql/parse.ts';
import type { SimulatedIssue } from './records.ts';
import { refused } from './refusal.ts';
import { issueView } from './views.ts';

/** `POST /search/jql` of Cloud, `POST /search` of Data Center. */
export function serveSearch(api: Api): void {
  const { world } = api;
  if (!world.cloud) {
    api.platform('POST', '/search', ({ body }) => {
      const { jql = '', startAt = 0, maxResults = 50, fields } = bodyOf(body);
      const found = search(String(jql));
      const size = Math.min(Number(maxResults), world.settings.pageSize);
      const issues = found.slice(Number(startAt), Number(startAt) + size).map((issue) => view(issue, fields));
      return { status: 200, body: { startAt, maxResults: size, total: found.length, issues } };
    });
    return;
  }
  api.platform('POST', '/search', () => {
    throw refused(410, 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.');
  });
  api.platform('POST', '/search/jql', ({ body }) => {
    const { jql = '', nextPageToken, maxResults = 50, fields = ['id'], reconcileIssues = [] } = bodyOf(body);
    const found = search(String(jql), reconcileIssues as number[]);
    const start = startOf(nextPageToken, String(jql));
    const end = start + Math.min(Number(maxResults), world.settings.pageSize);
    const issues = found.slice(start, end).map((issue) => view(issue, fields));
    const isLast = end >= found.length;
    return { status: 200, body: { issues, isLast, ...(!isLast && { nextPageToken: tokenOf(end, String(jql)) }) } };
  });

  function search(text: string, reconciled: readonly number[] = []): SimulatedIssue[] {
    try {
      const query = parseJql(text);
      if (world.cloud && !isBounded(query)) {
        throw new JqlFault(
          'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
        );
      }
      return find(world, query, reconciled);
    } catch (error) {
      if (error instanceof JqlFault) throw refused(400, error.message);
      throw error;
    }
  }

  function view(issue: SimulatedIssue, fields: unknown) {
    return issueView(world, api.url, issue, Array.isArray(fields) ? (fields as string[]) : undefined);
  }
}

const tokenOf = (start: number, jql: string): string => Buffer.from(JSON.stringify([start, jql])).toString('base64url');

// A token belongs to its query.
function startOf(token: unknown, jql: string): number {
  if (token === undefined) return 0;
  const [start, query] = JSON.parse(Buffer.from(shown(token), 'base64url').toString()) as [number, string];
  if (query !== jql) throw refused(400, 'The provided next page token is invalid.');
  return start;
}

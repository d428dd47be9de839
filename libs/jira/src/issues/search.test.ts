import { afterEach, describe, expect, test } from '@jest/globals';
import { readOnly } from '@opsbook/context';
import { jql } from '../index.ts';
import { type SimulatedJira, errorOf, simulatedJira } from '../simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

describe.each(['cloud', 'data-center'] as const)('searching in %s', (deployment) => {
  const path = deployment === 'cloud' ? '/rest/api/3/search/jql' : '/rest/api/2/search';
  const pagesRead = () => bench.sim.requests.filter((request) => request.path === path).length;
  const fill = (count: number) => {
    for (let at = 0; at < count; at += 1)
      bench.sim.addIssue({ summary: `Issue ${at}`, labels: at % 2 === 0 ? ['even'] : [] });
  };

  test('reads page after page, and no more than is wanted; a read-only guard lets it pass', async () => {
    bench = await simulatedJira({ deployment, pageSize: 3 });
    fill(10);
    const { issues } = bench.client({ guard: readOnly });
    const all = await issues.search(jql`project = ${'OPS'} ORDER BY key ASC`);
    expect(all.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, at) => `OPS-${at + 1}`));
    expect(pagesRead()).toBe(4);
    for await (const issue of issues.search(jql`project = ${'OPS'} ORDER BY key ASC`)) if (issue.key === 'OPS-4') break;
    expect(pagesRead()).toBe(6);
    expect(await issues.search(jql`project = ${'OPS'} AND labels IN ${['even', 'odd']}`)).toHaveLength(5);
    expect(await issues.search(jql`project = ${'OPS'} AND labels = ${'none'}`)).toEqual([]);
    const [first] = await issues.search(jql`key = ${'OPS-1'}`, { fields: ['watches'] });
    expect(first?.fields['watches']).toEqual({ watchCount: 0 });
  });

  test('is repeated after a failure, POST or not', async () => {
    bench = await simulatedJira({ deployment });
    fill(1);
    bench.sim.fault.next(`POST ${path}`, { cut: 'after' });
    bench.sim.fault.next(`POST ${path}`, { status: 503 });
    bench.sim.fault.next(`POST ${path}`, { status: 429, headers: { 'retry-after': '30' } });
    expect(await bench.client().issues.search(jql`project = ${'OPS'}`)).toHaveLength(1);
    expect(bench.sim.fault.pending).toBe(0);
  });

  test('finds texts as they are, whatever is in them', async () => {
    bench = await simulatedJira({ deployment });
    const texts = [
      'a "quoted" text',
      'back\\slash',
      "it's",
      'and',
      'EMPTY',
      'a AND b',
      'x = y',
      'tab\tnewline\n',
      '\u0007',
      '日本',
    ];
    for (const text of texts) bench.sim.addIssue({ summary: text });
    const { issues } = bench.client();
    for (const text of texts) {
      const found = await issues.search(jql`summary = ${text}`);
      expect(found.map(({ summary }) => summary)).toEqual([text]);
    }
  });

  test('says what Jira does not read', async () => {
    bench = await simulatedJira({ deployment });
    const error = await errorOf(bench.client().issues.search(jql`colour = ${'red'}`));
    expect([error.code, error.status]).toEqual(['JIRA_BAD_REQUEST', 400]);
    expect(error.message).toContain("Field 'colour' does not exist");
  });
});

test('a list that grows while it is read gives nothing twice', async () => {
  bench = await simulatedJira({ deployment: 'data-center', pageSize: 2 });
  const old = [1, 2, 3, 4].map((number) => bench.sim.addIssue({ summary: String(number) }).key);
  const seen: string[] = [];
  for await (const { key } of bench.client().issues.search(jql`project = ${'OPS'} ORDER BY key DESC`)) {
    if (seen.length === 0) bench.sim.addIssue();
    seen.push(key);
  }
  expect(seen).toEqual([...old].reverse());
});

test.each([
  ['two', ['a', 'b', 'a', 'b']],
  ['one', ['a', 'a']],
])('pages that are given in a circle of %s end', async (_name, nextPageTokens) => {
  bench = await simulatedJira();
  for (const nextPageToken of nextPageTokens) {
    bench.sim.fault.next('POST /rest/api/3/search/jql', { status: 200, body: { issues: [], nextPageToken } });
  }
  const error = await errorOf(bench.client().issues.search(jql`project = ${'OPS'}`));
  expect([error.code, error.message]).toEqual([
    'JIRA_UNAVAILABLE',
    'search project = "OPS": Jira gives another page than the one asked for',
  ]);
});

test('a Data Center that gives its first page for ever is no endless list', async () => {
  bench = await simulatedJira({ deployment: 'data-center', pageSize: 1 });
  for (const summary of ['a', 'b', 'c']) bench.sim.addIssue({ summary });
  const client = bench.client();
  const [one] = await client.issues.search(jql`summary = ${'a'}`);
  const { id = '', key = '', fields } = one ?? {};
  bench.sim.fault.always('POST /rest/api/2/search', {
    status: 200,
    body: { startAt: 0, total: 3, issues: [{ id, key, fields }] },
  });
  expect((await errorOf(client.issues.search(jql`project = ${'OPS'}`))).code).toBe('JIRA_UNAVAILABLE');
});

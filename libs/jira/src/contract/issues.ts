import { describe, expect, test } from '@jest/globals';
import { bold, bullets, code, heading, isJiraError, jql, link, paragraph, panel, table } from '../index.ts';
import { type ContractTarget, type TargetOf, until } from './contract-target.ts';

/** The code of the error that a request ends with. */
export async function codeOf(request: PromiseLike<unknown>): Promise<string> {
  const error: unknown = await Promise.resolve(request).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error === undefined) return 'none';
  return isJiraError(error) ? error.code : 'no JiraError';
}

/** A new issue's key. */
export async function newIssue({ client, project, type, run }: ContractTarget): Promise<string> {
  const summary = `opsbook contract ${run}`;
  return (await client.issues.create({ project, type, summary, labels: [`opsbook-contract-${run}`] })).key;
}

/** Creating, finding and changing issues. */
export function issuesContract(target: TargetOf): void {
  describe('issues', () => {
    test('are made with every part of a body, read and changed', async () => {
      const { client, project, type, run } = target();
      const body = [
        heading(2, 'Report *1* {code}'),
        paragraph(['a ', bold('b'), ' ', link('https://example.com/a_b', 'c|d'), '\nnext line']),
        bullets(['one', { text: 'two', items: ['deeper'], ordered: true }]),
        code('echo "$x" {code}\n', 'bash'),
        table(['host', 'state'], [['h1', 'up | down']]),
        panel('warning', [paragraph('mind')]),
      ];
      const labels = [`opsbook-contract-${run}`];
      const { key, id } = await client.issues.create({
        project,
        type,
        summary: 'contract: "a" <b> \\ c',
        body,
        labels,
      });
      const made = await client.issues.get(key);
      expect(made).toMatchObject({ id, key, project, type, labels, summary: 'contract: "a" <b> \\ c' });
      expect(made.statusCategory).toBe('new');
      expect(made.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(typeof made.description).toBe(client.deployment === 'cloud' ? 'object' : 'string');
      await client.issues.update(key, {
        summary: 'contract: changed',
        addLabels: ['opsbook-more'],
        removeLabels: labels,
      });
      const changed = await client.issues.get(id);
      expect([changed.summary, changed.labels]).toEqual(['contract: changed', ['opsbook-more']]);
      await client.issues.update(key, { addLabels: labels, removeLabels: ['opsbook-more'] });
      expect((await client.issues.get(key)).labels).toEqual(labels);
    });

    test('are ensured by a marker', async () => {
      const { client, project, type, run } = target();
      const marker = `opsbook-contract-${run}.ensure`;
      const wanted = { project, type, summary: 'contract: ensured', marker, labels: [`opsbook-contract-${run}`] };
      expect(await client.issues.findMarked(project, marker)).toEqual([]);
      const made = await client.issues.ensure(wanted);
      expect(made.outcome).toBe('created');
      const found = await until(
        target(),
        () => client.issues.findMarked(project, marker),
        (seen) => seen.length > 0,
      );
      expect(found.map(({ key }) => key)).toEqual([made.key]);
      expect(await client.issues.ensure(wanted)).toEqual({ ...made, outcome: 'found' });
    });

    test('are found by texts that JQL gives a meaning to', async () => {
      const { client, project, run } = target();
      for (const text of ['and', '"', '\\', "it's", 'a\tb\n', '\u0007', 'EMPTY', '']) {
        const label = text === '' ? 'none' : text;
        const query = jql`project = ${project} AND labels = ${`opsbook-${run}`} AND labels != ${label}`;
        expect(await client.issues.search(query)).toEqual([]);
      }
      expect(await codeOf(client.issues.search(jql`project = ${project} AND opsbook_no_such_field = ${'x'}`))).toBe(
        'JIRA_BAD_REQUEST',
      );
    });

    test('are refused with what is wrong, before they are made', async () => {
      const { client, project, type } = target();
      const issue = { project, type, summary: 'contract: never made' };
      expect(await codeOf(client.issues.create({ ...issue, fields: { 'No such field': 1 } }))).toBe('JIRA_FIELDS');
      expect(await codeOf(client.issues.create({ ...issue, type: 'No such type' }))).toBe('JIRA_NOT_FOUND');
      expect(await codeOf(client.issues.create({ ...issue, project: 'OPSBOOKNONE' }))).toBe('JIRA_NOT_FOUND');
      expect(await codeOf(client.issues.get(`${project}-99999999`))).toBe('JIRA_NOT_FOUND');
    });

    test('keep properties and links', async () => {
      const { client } = target();
      const [a, b] = [await newIssue(target()), await newIssue(target())];
      expect(await client.issues.property(a, 'opsbook.contract')).toBeUndefined();
      await client.issues.setProperty(a, 'opsbook.contract', { n: 1 });
      await client.issues.setProperty(a, 'opsbook.contract', { n: 2 });
      expect(await client.issues.property(a, 'opsbook.contract')).toEqual({ n: 2 });
      const wanted = { from: a, type: 'Blocks', to: b };
      expect([await client.issues.link(wanted), await client.issues.link(wanted)]).toEqual(['created', 'found']);
      expect(await client.issues.links(a)).toMatchObject([{ key: b, direction: 'outward', reads: 'blocks' }]);
      expect(await client.issues.links(b)).toMatchObject([{ key: a, direction: 'inward', reads: 'is blocked by' }]);
      expect(await codeOf(client.issues.link({ ...wanted, type: 'No such type' }))).toBe('JIRA_NOT_FOUND');
    });

    test('are closed to strangers', async () => {
      const { client, stranger, project } = target();
      expect((await client.users.myself()).active).toBe(true);
      const key = await newIssue(target());
      expect(await codeOf(stranger().users.myself())).toBe('JIRA_UNAUTHORIZED');
      expect(await codeOf(stranger().issues.get(key))).toBe('JIRA_UNAUTHORIZED');
      expect(await codeOf(stranger().issues.search(jql`project = ${project}`))).toBe('JIRA_UNAUTHORIZED');
    });
  });
}

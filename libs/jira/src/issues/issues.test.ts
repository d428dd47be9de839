import { afterEach, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { paragraph, bold } from '../index.ts';
import { type SimulatedJira, errorOf, simulatedJira } from '../simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

const BOTH = ['cloud', 'data-center'] as const;

describe.each(BOTH)('issues in %s', (deployment) => {
  test('are made from fields by name, found again and changed', async () => {
    bench = await simulatedJira({ deployment });
    const { issues } = bench.client();
    const epic = await issues.create({ project: 'OPS', type: 'Epic', summary: 'The epic' });
    const made = await issues.create({
      project: 'OPS',
      type: 'bug',
      summary: 'Disk full',
      body: [paragraph(['It is ', bold('full')])],
      labels: ['disk'],
      parent: epic.key,
      assignee: { email: 'bob@example.com' },
      fields: {
        cloud: 'PROD',
        Impact: 'Nothing *works*.',
        Cores: 12,
        Components: ['api'],
        Approver: { email: 'ada@example.com' },
        Hosts: ['h1', 'h2'],
        'Due date': '2030-02-01',
        customfield_10006: 'night',
      },
    });
    expect(made.key).toBe('OPS-2');
    const { fields, type, assignee } = bench.sim.issue('OPS-2');
    expect([type, assignee]).toEqual(['Bug', 'bob']);
    expect(fields).toMatchObject({
      customfield_10001: { id: '1', value: 'prod' },
      customfield_10003: 12,
      components: [{ id: '1', name: 'API' }],
      customfield_10004: deployment === 'cloud' ? { accountId: 'ada' } : { name: 'ada' },
      customfield_10005: ['h1', 'h2'],
      customfield_10006: 'night',
      labels: ['disk'],
    });
    expect(fields['description']).toEqual(
      deployment === 'cloud'
        ? {
            version: 1,
            type: 'doc',
            content: [
              {
                type: 'paragraph',
                content: [
                  { type: 'text', text: 'It is ' },
                  { type: 'text', text: 'full', marks: [{ type: 'strong' }] },
                ],
              },
            ],
          }
        : 'It is {*}full{*}',
    );
    expect(fields[deployment === 'cloud' ? 'parent' : 'customfield_10099']).toEqual(
      deployment === 'cloud' ? { key: 'OPS-1' } : 'OPS-1',
    );
    await issues.update('OPS-2', {
      summary: 'Disk is full',
      addLabels: ['night'],
      removeLabels: ['disk'],
      fields: { Cores: null },
    });
    expect(await issues.get('OPS-2')).toMatchObject({
      key: 'OPS-2',
      summary: 'Disk is full',
      status: 'Open',
      statusCategory: 'new',
      type: 'Bug',
      project: 'OPS',
      labels: ['night'],
      assignee: { displayName: 'Bob', email: 'bob@example.com' },
      created: '2030-01-01T00:00:00.000Z',
    });
    expect(bench.sim.issue('OPS-2').fields['customfield_10003']).toBeNull();
  });

  test('name every unknown, missing and unfit field before anything is changed', async () => {
    bench = await simulatedJira({ deployment });
    const error = await errorOf(
      bench.client().issues.create({
        project: 'OPS',
        type: 'Bug',
        summary: 'x',
        assignee: { email: 'nobody@example.com' },
        fields: { Colour: 'red', Cloud: 'test', Cores: 'many', Team: 'a', Components: 'API' },
      }),
    );
    expect(error).toMatchObject({ code: 'JIRA_FIELDS', kind: 'invalid-input' });
    expect(error.fields).toEqual({
      assignee: 'find the user nobody@example.com: no active user has this address',
      Colour: expect.stringContaining('unknown here; there are Summary, Description') as unknown,
      Cloud: "'test' is not allowed; there are prod, dev",
      Cores: 'takes a number',
      Team: 'ambiguous: give one of the ids customfield_10006, customfield_10007',
      Components: 'takes a list',
      Impact: 'required, and not given',
    });
    for (const name of Object.keys(error.fields)) expect(error.message).toContain(name);
    expect(bench.changes()).toBe(0);
  });

  test('tell which types there are, and that a project or a parent is missing', async () => {
    bench = await simulatedJira({ deployment });
    const { issues } = bench.client();
    const type = await errorOf(issues.create({ project: 'OPS', type: 'Story', summary: 'x' }));
    expect([type.code, type.message]).toEqual([
      'JIRA_NOT_FOUND',
      "OPS has no issue type 'Story': there are Task, Bug, Epic, Service Request",
    ]);
    const project = await errorOf(issues.create({ project: 'NONE', type: 'Task', summary: 'x' }));
    expect([project.code, project.status]).toEqual(['JIRA_NOT_FOUND', 404]);
    const parent = await errorOf(issues.create({ project: 'OPS', type: 'Task', summary: 'x', parent: 'OPS-9' }));
    expect(parent.code).toBe('JIRA_NOT_FOUND');
    const input = await errorOf(issues.create({ project: 'OPS/..', type: 'Task', summary: 'x' }));
    expect(input.code).toBe('JIRA_INVALID_INPUT');
    const several = await errorOf(
      issues.create({ project: 'OPS', type: 'Task', summary: 'a\nb', labels: ['a b', ''] }),
    );
    expect(several.faults).toHaveLength(3);
    expect(bench.changes()).toBe(0);
  });

  test('read metadata of several pages', async () => {
    bench = await simulatedJira({ deployment, pageSize: 2 });
    const { issues } = bench.client();
    const fields = { Cloud: 'dev', Impact: 'none', customfield_10007: 'x' };
    expect(await issues.create({ project: 'OPS', type: 'Bug', summary: 'x', fields })).toMatchObject({ key: 'OPS-1' });
  });

  test('keep properties, links, watchers and assignees', async () => {
    bench = await simulatedJira({ deployment });
    const { issues, users } = bench.client();
    const [a, b] = [bench.sim.addIssue(), bench.sim.addIssue()];
    expect(await issues.property(a.key, 'proforma.forms.i1')).toBeUndefined();
    expect((await errorOf(issues.property('OPS-99', 'x'))).code).toBe('JIRA_NOT_FOUND');
    await issues.setProperty(a.key, 'odd/key?', { n: 1 });
    expect(a.properties).toEqual({ 'odd/key?': { n: 1 } });
    expect(await issues.property(a.key, 'odd/key?')).toEqual({ n: 1 });
    const wanted = { from: a.key, type: 'blocks', to: b.key };
    expect([await issues.link(wanted), await issues.link(wanted)]).toEqual(['created', 'found']);
    expect(await issues.links(b.key)).toEqual([
      { id: bench.sim.links[0]?.id, key: a.key, type: 'Blocks', direction: 'inward', reads: 'is blocked by' },
    ]);
    expect((await errorOf(issues.link({ ...wanted, type: 'Hates' }))).code).toBe('JIRA_NOT_FOUND');
    await users.assign(a.key, { email: 'ada@example.com' });
    await users.addWatcher(a.key, { email: 'bob@example.com' });
    expect([a.assignee, a.watchers]).toEqual(['ada', ['bob']]);
    await users.assign(a.key, null);
    expect(a.assignee).toBeUndefined();
    expect(await users.myself()).toMatchObject({ displayName: 'Robot', email: 'robot@example.com' });
    const wrong = deployment === 'cloud' ? { name: 'bob' } : { accountId: 'bob' };
    expect((await errorOf(users.assign(a.key, wrong))).code).toBe('JIRA_INVALID_INPUT');
  });
});

test.each(BOTH)(
  'fields have names, also the empty ones, and changes of status have times, in %s',
  async (deployment) => {
    bench = await simulatedJira({ deployment });
    const { issues } = bench.client();
    bench.sim.addIssue().fields['customfield_10003'] = 12;
    const fields = await issues.namedFields('OPS-1');
    expect(fields).toContainEqual({ id: 'customfield_10003', name: 'Cores', value: 12 });
    expect(fields.filter(({ name }) => name === 'Team')).toEqual([
      { id: 'customfield_10006', name: 'Team', value: null },
      { id: 'customfield_10007', name: 'Team', value: null },
    ]);
    expect(await issues.statusChanges('OPS-1')).toEqual([]);
    bench.sim.move('OPS-1', 'In Progress', 'ada');
    await sleep(bench.clock, 60_000);
    bench.sim.move('OPS-1', 'Review');
    expect(await issues.statusChanges('OPS-1')).toMatchObject([
      { at: '2030-01-01T00:00:00.000Z', author: { displayName: 'Ada' }, from: 'Open', to: 'In Progress' },
      { at: '2030-01-01T00:01:00.000Z', author: { displayName: 'Robot' }, from: 'In Progress', to: 'Review' },
    ]);
    expect((await errorOf(issues.statusChanges('OPS-9'))).code).toBe('JIRA_NOT_FOUND');
  },
);

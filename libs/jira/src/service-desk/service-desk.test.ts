import { afterEach, describe, expect, test } from '@jest/globals';
import { type SimulatedJira, errorOf, simulatedJira } from '../simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

describe.each(['cloud', 'data-center'] as const)('service requests in %s', (deployment) => {
  test('are made for a customer, from fields by name', async () => {
    bench = await simulatedJira({ deployment, pageSize: 1 });
    const { serviceDesk } = bench.client();
    expect(await serviceDesk.list()).toEqual([{ id: '7', projectKey: 'OPS', projectName: 'Operations' }]);
    expect((await serviceDesk.requestTypes('ops')).map(({ name }) => name)).toEqual(['New project', 'Add user']);
    const fields = await serviceDesk.fields('7', 'new project');
    expect(fields.map(({ name, required }) => [name, required])).toEqual([
      ['Summary', true],
      ['Description', false],
      ['Cores', true],
      ['Cloud', false],
    ]);
    const made = await serviceDesk.create({
      serviceDesk: 'OPS',
      requestType: 'New project',
      summary: 'A project',
      body: 'With *stars*',
      fields: { Cores: 64, Cloud: 'dev' },
      onBehalfOf: { email: 'ada@example.com' },
      participants: [{ email: 'bob@example.com' }],
    });
    expect(bench.sim.issue(made.key)).toMatchObject({
      requestType: '25',
      type: 'Service Request',
      reporter: 'ada',
      watchers: ['bob'],
      fields: {
        summary: 'A project',
        description: 'With \\*stars\\*',
        customfield_10003: 64,
        customfield_10001: { id: '2' },
      },
    });
  });

  test('are checked before anything is sent', async () => {
    bench = await simulatedJira({ deployment });
    const { serviceDesk } = bench.client();
    const request = { serviceDesk: 'OPS', requestType: 'New project', fields: { Colour: 'red', Cloud: 'x' } };
    const error = await errorOf(serviceDesk.create(request));
    expect([error.code, Object.keys(error.fields).sort()]).toEqual([
      'JIRA_FIELDS',
      ['Cloud', 'Colour', 'Cores', 'Summary'],
    ]);
    const type = await errorOf(serviceDesk.create({ ...request, requestType: 'Coffee' }));
    expect(type.message).toBe("service desk OPS has no request type 'Coffee': there are New project, Add user");
    expect((await errorOf(serviceDesk.requestTypes('NONE'))).message).toBe(
      "there is no service desk 'NONE': there are OPS",
    );
    expect((await errorOf(serviceDesk.requestTypes('99'))).message).toContain('does not exist');
    expect(bench.changes()).toBe(0);
    bench.sim.fault.next('POST /rest/servicedeskapi/request', { cut: 'after' });
    const lost = await errorOf(serviceDesk.create({ serviceDesk: '7', requestType: '26', summary: 'x' }));
    expect(lost.outcomeUnknown).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import {
  findAggregates,
  findFlavors,
  findHypervisors,
  findImages,
  findProjects,
  findServers,
  findUsers,
} from '../index.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
  const { sim } = cloud;
  sim.addServer({ name: 'web-2', host: 'hv1' });
  sim.addServer({ name: 'web-10', host: 'hv2' });
  sim.addServer({ name: 'batch', host: 'hv1', status: 'SHUTOFF' });
});
afterEach(() => cloud.sim.stop());

const find = (runbook: AnyRunbook<Services>, input: object) => cloud.run(runbook, { cloud: 'test', ...input });

it('finds what fulfils every condition, in the columns and the order asked for, and changes nothing', async () => {
  const run = await find(findServers, {
    where: ["name~'^web' or status=SHUTOFF", 'created>1h'],
    select: ['name', 'project.name', 'status'],
    sort: ['-name'],
  });
  const columns = ['name', 'project.name', 'status'];
  expect(run).toMatchObject({ status: 'done', changed: false, output: { columns, groups: null, text: null } });
  expect(run.output).toMatchObject({
    rows: [
      { name: 'web-10', 'project.name': 'demo', status: 'ACTIVE' },
      { name: 'web-2', 'project.name': 'demo', status: 'ACTIVE' },
      { name: 'batch', 'project.name': 'demo', status: 'SHUTOFF' },
    ],
    count: 3,
    truncated: false,
  });
  expect(cloud.changes()).toEqual([]);
});

it('counts ages from when it runs', async () => {
  await sleep(cloud.clock, 2 * 86_400_000);
  cloud.sim.addServer({ name: 'new', host: 'hv1' });
  const names = { select: ['name'], sort: ['name'] };
  expect((await find(findServers, { ...names, where: ['created>1d'] })).output).toMatchObject({
    rows: [{ name: 'new' }],
  });
  expect((await find(findServers, { ...names, where: ['created<1d'] })).output).toMatchObject({ count: 3 });
});

it('groups by a value or by conditions', async () => {
  const byHost = await find(findServers, { select: ['name'], sort: ['name'], group: ['host'] });
  expect(byHost.output).toMatchObject({
    rows: [],
    groups: [
      { group: 'hv1', rows: [{ name: 'batch' }, { name: 'web-2' }] },
      { group: 'hv2', rows: [{ name: 'web-10' }] },
    ],
    count: 3,
    truncated: false,
  });
  const named = await find(findServers, {
    select: ['name'],
    group: ['off: status in (SHUTOFF,SUSPENDED)'],
    rest: 'on',
    limit: 2,
  });
  expect(named.output).toMatchObject({
    groups: [
      { group: 'off', rows: [{ name: 'batch' }] },
      { group: 'on', rows: [{ name: 'web-2' }] },
    ],
    count: 2,
    truncated: true,
  });
});

it('says when there is more than the limit, and not when there is just as much', async () => {
  const short = await find(findServers, { select: ['name'], sort: ['name'], limit: 2 });
  expect(short.output).toMatchObject({ rows: [{ name: 'batch' }, { name: 'web-2' }], count: 2, truncated: true });
  expect((await find(findServers, { limit: 3 })).output).toMatchObject({ count: 3, truncated: false });
});

it('writes the result as a text too', async () => {
  const run = await find(findServers, { where: ['host=hv2'], select: ['name', 'host'], format: 'csv' });
  expect(run.output).toMatchObject({ rows: [{ name: 'web-10', host: 'hv2' }], text: 'name,host\nweb-10,hv2\n' });
  const grouped = await find(findServers, { select: ['name'], group: ['host'], format: 'html' });
  expect((grouped.output as { text: string }).text.match(/<caption>.*?<\/caption>/g)).toHaveLength(2);
});

it('finds nothing without ado', async () => {
  const nothing = { rows: [], count: 0, truncated: false, text: 'No servers found.\n' };
  const run = await find(findServers, { where: ['name=nobody'], format: 'table' });
  expect(run).toMatchObject({ status: 'done', output: nothing });
});

it('is planned by running, since it only reads', async () => {
  const plan = await cloud.plan(findServers, { cloud: 'test', where: ['host=hv1'] });
  expect(plan).toMatchObject({ changes: 0, unknown: 0, output: { count: 2 } });
  expect(cloud.changes()).toEqual([]);
});

it('tells every fault of the query and of the other fields at once, before any request', async () => {
  const input = {
    cloud: 'test',
    where: ['status=ERROR', "nmae=x and name~'a[b'", 'status='],
    sort: ['hots'],
    group: ['tags'],
    colour: 'red',
  };
  await expect(cloud.run(findServers, input)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining([
        { path: 'colour', message: 'is not known here' },
        {
          path: 'where[1]',
          message: expect.stringContaining("character 1: servers have no property 'nmae'; did you mean 'name'"),
        },
        { path: 'where[1]', message: expect.stringContaining("'a[b' cannot be matched") },
        { path: 'where[2]', message: expect.stringContaining('expected a value') },
        { path: 'sort[0]', message: expect.stringContaining("no property 'hots'") },
        { path: 'group', message: expect.stringContaining("'tags' is a list") },
      ]),
    },
  });
  await expect(cloud.run(findServers, { cloud: 'test', where: 'x', limit: 0 })).rejects.toMatchObject({
    details: { faults: [{ path: 'where' }, { path: 'limit' }] },
  });
  expect(cloud.sim.requests).toEqual([]);
});

describe('narrowed', () => {
  it('to projects, by name or id', async () => {
    const [demo, admin] = ['demo', 'admin'].map(
      (name) => cloud.sim.state.projects.find((one) => one.name === name)!.id,
    );
    cloud.sim.addServer({ name: 'own', projectId: admin! });
    const names = { select: ['name'], sort: ['name'] };
    const of = async (more: object) => (await find(findServers, { ...names, ...more })).output;
    expect(await of({ projects: ['admin'] })).toMatchObject({ rows: [{ name: 'own' }] });
    expect(await of({ projects: ['admin', demo], where: ['status=ACTIVE'] })).toMatchObject({ count: 3 });
    expect(await of({ ownProject: true })).toMatchObject({ rows: [{ name: 'own' }] });
    expect((await find(findImages, { select: ['name'], projects: ['demo'] })).output).toMatchObject({ count: 0 });
  });

  it('but not to projects that are not there, or are there twice: all of them are told', async () => {
    const other = { id: 'd'.repeat(32), name: 'other', description: '', enabled: true, immutable: null };
    cloud.sim.state.domains.push(other);
    const demo = cloud.sim.state.projects.find(({ name }) => name === 'demo')!;
    cloud.sim.state.projects.push({ ...demo, id: 'e'.repeat(32), domainId: other.id });
    expect(await find(findServers, { projects: ['no/where', 'demo', 'admin'] })).toMatchObject({
      status: 'refused',
      error: { message: expect.stringMatching(/'no\/where'.*;.*demo.*(eeee|9000).*/s) },
    });
  });

  it('to a domain', async () => {
    const found = async (domain: string) =>
      (await find(findUsers, { domain, select: ['name'], sort: ['name'] })).output;
    expect(await found('Default')).toMatchObject({ rows: expect.arrayContaining([{ name: 'admin' }]) });
    expect(await find(findProjects, { domain: 'nowhere' })).toMatchObject({
      status: 'refused',
      error: { message: expect.stringContaining('nowhere') },
    });
    expect(await find(findUsers, {})).toMatchObject({ status: 'done' });
  });
});

it('says what the service answered', async () => {
  cloud.sim.fault.next('GET /compute/v2.1/servers/detail', {
    status: 403,
    body: { forbidden: { code: 403, message: 'Not you.' } },
  });
  expect(await find(findServers, {})).toMatchObject({
    status: 'failed',
    error: { code: 'OPENSTACK_FORBIDDEN', message: expect.stringContaining('Not you.') },
  });
});

it.each([
  [
    findHypervisors,
    { where: ['vcpusFree>0', "hostname~'^hv'"], select: ['hostname', 'vcpusFree'], sort: ['hostname'] },
    4,
  ],
  [findImages, { where: ['name=cirros'], with: ['project'] }, 1],
  [findProjects, { where: ['servers(status=SHUTOFF)'] }, 1],
  [findUsers, { where: ['name=demo'] }, 1],
  [findFlavors, { where: ['ramMiB<=2048', 'disk>=20'] }, 1],
  [findAggregates, { where: ["name~'x'"] }, 0],
] as [AnyRunbook<Services>, object, number][])('finds other kinds too: %#', async (runbook, input, count) => {
  expect(await find(runbook, input)).toMatchObject({ status: 'done', output: { count } });
});

it('stands in for the fifteen searches, each by a call that is a valid one', () => {
  const all = [findServers, findHypervisors, findImages, findProjects, findUsers] as AnyRunbook<Services>[];
  const replaced = all.flatMap(({ input, replaces = [] }) =>
    replaces.map(({ action, call }) => ({ action, valid: (input as typeof findServers.input).safeParse(call).error })),
  );
  expect(replaced.filter(({ valid }) => valid !== undefined)).toEqual([]);
  expect(replaced).toHaveLength(15);
});

import { describe, expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { simulatedCloud } from './cloud.test-support.ts';
import { QueryError } from './errors.ts';
import { query } from './query.ts';
import type { QuerySpec } from './spec.ts';
import { textQuery } from './text/text-query.ts';

/** Two projects, three hosts; one server in ERROR, one from a volume, one whose user is gone, one that is deleted. */
async function mixedCloud() {
  const simulated = await simulatedCloud({ hypervisors: 3 });
  const { sim } = simulated;
  const [admin, demo] = ['admin', 'demo'].map((name) => sim.state.projects.find((project) => project.name === name)!);
  sim.state.users.find(({ name }) => name === 'demo')!.email = 'demo@example.org';
  sim.addServer({ name: 'web-1', host: 'hv1', metadata: { purpose: 'web', cores: '10' }, tags: ['a', 'b'] });
  sim.addServer({ name: 'web-2', host: 'hv1', status: 'SHUTOFF', metadata: { cores: '9' } });
  sim.addServer({ name: 'web-10', host: 'hv2', volumeBacked: true });
  sim.addServer({ name: 'db-1', host: 'hv2', status: 'ERROR', projectId: admin!.id, flavor: 'm1.large' });
  sim.addServer({ name: 'gone-1', host: 'hv2' });
  sim.findServer('db-1').userId = 'nobody';
  const stamp = (name: string, updatedAt: string) => Object.assign(sim.findServer(name), { updatedAt });
  stamp('web-1', '2026-01-30T12:00:00Z');
  stamp('web-2', '2026-01-30T11:59:59Z');
  stamp('web-10', '2026-03-31T11:00:00Z');
  stamp('db-1', '2025-12-24T00:00:00Z');
  const gone = sim.findServer('gone-1');
  sim.state.servers.splice(sim.state.servers.indexOf(gone), 1);
  sim.state.deletedServers.push({ ...gone, vmState: 'deleted', updatedAt: '2026-03-31T11:30:00Z' });
  return { ...simulated, demo: demo!, admin: admin!, now: Date.UTC(2026, 2, 31, 12) };
}

const names = (rows: { name: string | null }[]) => rows.map(({ name }) => name);

describe('a query', () => {
  it('selects, joins each kind with one list, and leaves null what nobody knows', async () => {
    const { cloud, lists } = await mixedCloud();
    const rows = await query(cloud)
      .servers()
      .select('name', 'user.email', 'project.name', 'imageId', 'image.name', 'flavor.vcpus', 'metadata.purpose', 'tags')
      .sort('name')
      .rows();
    expect(rows).toEqual([
      {
        name: 'db-1',
        'user.email': null,
        'project.name': 'admin',
        imageId: expect.any(String),
        'image.name': 'cirros',
        'flavor.vcpus': 4,
        'metadata.purpose': null,
        tags: [],
      },
      {
        name: 'web-1',
        'user.email': 'demo@example.org',
        'project.name': 'demo',
        imageId: expect.any(String),
        'image.name': 'cirros',
        'flavor.vcpus': 1,
        'metadata.purpose': 'web',
        tags: ['a', 'b'],
      },
      {
        name: 'web-2',
        'user.email': 'demo@example.org',
        'project.name': 'demo',
        imageId: expect.any(String),
        'image.name': 'cirros',
        'flavor.vcpus': 1,
        'metadata.purpose': null,
        tags: [],
      },
      {
        name: 'web-10',
        'user.email': 'demo@example.org',
        'project.name': 'demo',
        imageId: null,
        'image.name': null,
        'flavor.vcpus': 1,
        'metadata.purpose': null,
        tags: [],
      },
    ]);
    expect(Object.keys(rows[0]!)).toEqual([
      'name',
      'user.email',
      'project.name',
      'imageId',
      'image.name',
      'flavor.vcpus',
      'metadata.purpose',
      'tags',
    ]);
    expect(lists().sort()).toEqual([
      'GET /compute/v2.1/flavors/detail',
      'GET /compute/v2.1/servers/detail',
      'GET /identity/v3/projects',
      'GET /identity/v3/users',
      'GET /image/v2/images',
    ]);
  });

  it('counts ages in UTC from now, and takes < for older; deleted servers are in none', async () => {
    const { cloud, now } = await mixedCloud();
    const find = (condition: string) =>
      all(textQuery({ resource: 'servers', where: [condition], select: 'name', sort: 'name' }, now), cloud);
    expect(await find('updated<60d')).toEqual(['db-1', 'web-2']);
    expect(await find('updated<=60d')).toEqual(['db-1', 'web-1', 'web-2']);
    expect(await find('updated>2h30m')).toEqual(['web-10']);
    expect(await find('updated>=2026-03-31T11:00')).toEqual(['web-10']);
    const typed = query(cloud, { now: () => now })
      .servers()
      .select('name')
      .sort('name');
    expect(names(await typed.where('updatedAt', 'olderThan', { days: 60 }).rows())).toEqual(['db-1', 'web-2']);
    expect(names(await typed.where('updatedAt', 'youngerThanOrEqual', { days: 59, hours: 24 }).rows())).toEqual([
      'web-1',
      'web-10',
    ]);
  });

  it('lets the service leave out only what it understands the same way', async () => {
    const { cloud, lists, demo } = await mixedCloud();
    const servers = query(cloud).servers().select('name').sort('name');
    expect(names(await servers.where('host', '=', 'hv1').where('status', '=', 'SHUTOFF').rows())).toEqual(['web-2']);
    expect(names(await servers.where('name', '=', 'web-1').rows())).toEqual(['web-1']);
    expect(names(await servers.where('name', '=', 'web.1').rows())).toEqual([]);
    expect(names(await servers.where('status', '=', 'DELETED').rows())).toEqual([]);
    expect(names(await servers.where('status', '=', 'NONSENSE').rows())).toEqual([]);
    expect(names(await servers.where('status', '=', 'shutoff').rows())).toEqual([]);
    expect(names(await servers.where('host', '=', '').rows())).toEqual([]);
    expect(names(await servers.where((is) => is.any(is('host', '=', 'hv1'), is('name', '=', 'db-1'))).rows())).toEqual([
      'db-1',
      'web-1',
      'web-2',
    ]);
    expect(names(await servers.where((is) => is.not(is('host', '=', 'hv1'))).rows())).toEqual(['db-1', 'web-10']);
    expect(
      names(await servers.where('updatedAt', 'youngerThan', { days: 36_500 }).where('projectId', '=', demo.id).rows()),
    ).toHaveLength(3);
    expect(lists()).toEqual([
      'GET /compute/v2.1/servers/detail?host=hv1&status=SHUTOFF',
      'GET /compute/v2.1/servers/detail?name=^web-1$',
      // What follows can be told here alone: a dot, statuses that it does not know or that mean deleted, "or" and "not".
      ...Array<string>(7).fill('GET /compute/v2.1/servers/detail'),
      `GET /compute/v2.1/servers/detail?project_id=${demo.id}`,
    ]);
  });

  it('asks for no name of a hypervisor that nova would refuse', async () => {
    const { cloud, lists } = await simulatedCloud({ hypervisors: 2 });
    const hypervisors = query(cloud).hypervisors().select('hostname');
    expect(await hypervisors.where('hostname', '=', 'hv2').rows()).toEqual([{ hostname: 'hv2' }]);
    expect(await hypervisors.where('hostname', '=', 'hv 2').rows()).toEqual([]);
    const path = 'GET /compute/v2.1/os-hypervisors/detail';
    expect(lists()).toEqual([`${path}?hypervisor_hostname_pattern=hv2`, path]);
  });

  it('asks for the servers of one project where its name alone fits, and for none where nothing can', async () => {
    const { cloud, lists, demo } = await mixedCloud();
    const servers = query(cloud).servers().select('name').sort('name');
    expect(names(await servers.where('project.name', '=', 'demo').rows())).toEqual(['web-1', 'web-2', 'web-10']);
    expect(lists().at(-1)).toBe(`GET /compute/v2.1/servers/detail?project_id=${demo.id}`);
    const before = lists().length;
    expect(await servers.where('project.name', '=', 'no such').rows()).toEqual([]);
    expect(lists().slice(before)).toEqual(['GET /identity/v3/projects']);
    expect(names(await servers.where('user.name', '!=', 'demo').rows())).toEqual(['db-1']);
    expect(names(await servers.where('user.name', 'is null').rows())).toEqual(['db-1']);
  });

  it('sorts naturally, stably, by several keys, and null last either way', async () => {
    const { cloud } = await mixedCloud();
    const servers = query(cloud).servers().select('name');
    expect(names(await servers.sort('name').rows())).toEqual(['db-1', 'web-1', 'web-2', 'web-10']);
    expect(names(await servers.sort('-name').rows())).toEqual(['web-10', 'web-2', 'web-1', 'db-1']);
    expect(names(await servers.sort('metadata.cores', '-name').rows())).toEqual(['web-2', 'web-1', 'web-10', 'db-1']);
    expect(names(await servers.sort('-metadata.cores', 'name').rows())).toEqual(['web-1', 'web-2', 'db-1', 'web-10']);
    expect(names(await servers.sort('-vcpus', 'host', 'name').rows())).toEqual(['db-1', 'web-1', 'web-2', 'web-10']);
    expect(names(await servers.sort('-vcpus', 'name').limit(2).rows())).toEqual(['db-1', 'web-1']);
  });

  it('groups by value, null too, and into named groups with a rest', async () => {
    const { cloud } = await mixedCloud();
    const servers = query(cloud).servers().select('name').sort('name');
    const short = (groups: { group: unknown; rows: readonly { name: string }[] }[]) =>
      groups.map(({ group, rows }) => [group, names([...rows])]);
    expect(short(await servers.groupBy('user.email').groups())).toEqual([
      [null, ['db-1']],
      ['demo@example.org', ['web-1', 'web-2', 'web-10']],
    ]);
    const named = servers.groupInto({
      down: (is) => is('status', 'in', ['ERROR', 'SHUTOFF']),
      small: (is) => is('vcpus', '<=', 1),
      none: (is) => is('name', '=', 'x'),
    });
    expect(short(await named.groups())).toEqual([
      ['down', ['db-1', 'web-2']],
      ['small', ['web-1', 'web-10']],
      ['none', []],
    ]);
    const rest = servers.groupInto({ down: (is) => is('status', '=', 'ERROR') }, { rest: 'others' });
    expect(short(await rest.groups())).toEqual([
      ['down', ['db-1']],
      ['others', ['web-1', 'web-2', 'web-10']],
    ]);
    expect(names(await rest.rows())).toEqual(['db-1', 'web-1', 'web-2', 'web-10']);
    expect(short(await servers.limit(2).groupBy('status').groups())).toEqual([
      ['ERROR', ['db-1']],
      ['ACTIVE', ['web-1']],
    ]);
  });

  it('finds what is linked, or linked with nothing, in both directions, and chains', async () => {
    const { cloud, sim, lists } = await mixedCloud();
    const hosts = query(cloud).hypervisors().select('hostname').sort('hostname');
    const hostnames = async (asked: typeof hosts) => (await asked.rows()).map(({ hostname }) => hostname);
    expect(await hostnames(hosts.where((is) => is.not(is.linked('servers'))))).toEqual(['hv3']);
    expect(
      await hostnames(hosts.where((is) => is.linked('servers', (is) => is('project.name', '=', 'admin')))),
    ).toEqual(['hv2']);
    expect(lists().slice(-3).sort()).toEqual([
      'GET /compute/v2.1/os-hypervisors/detail',
      `GET /compute/v2.1/servers/detail?project_id=${sim.state.projects[0]!.id}`,
      'GET /identity/v3/projects',
    ]);
    sim.state.aggregates.push({
      id: 1,
      uuid: 'u',
      name: 'gpu',
      availabilityZone: null,
      hosts: ['hv1', 'hv3'],
      metadata: {},
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: null,
    });
    expect(await hostnames(hosts.where((is) => is.not(is.linked('aggregates'))))).toEqual(['hv2']);
    const linked = (resource: string, where: string) =>
      all(textQuery({ resource, where: [where], select: 'name', sort: 'name' }, 0), cloud);
    expect(await linked('aggregates', 'hypervisors(hostname=hv3)')).toEqual(['gpu']);
    expect(await linked('aggregates', 'hypervisors(hostname=hv2)')).toEqual([]);
    expect(await linked('servers', 'not user()')).toEqual(['db-1']);

    const users = query(cloud).users().where('email', '~', '@example\\.org$');
    expect(
      names(await users.chain('servers').where('status', '=', 'ACTIVE').select('name').sort('name').rows()),
    ).toEqual(['web-1', 'web-10']);
    const owners = query(cloud).servers().where('status', '=', 'ERROR').chain('projects').select('name');
    expect(names(await owners.rows())).toEqual(['admin']);
    expect(names(await query(cloud).images().chain('servers').select('name').sort('name').rows())).toEqual([
      'db-1',
      'web-1',
      'web-2',
    ]);
    expect(() => users.limit(1).chain('servers')).toThrow(QueryError);
  });

  it('asks placement for capacities only where a query names them, also by the names of older tools', async () => {
    const { cloud, lists } = await mixedCloud();
    expect(await query(cloud).hypervisors().select('hostname').limit(1).rows()).toHaveLength(1);
    expect(lists().filter((request) => request.includes('/placement/'))).toEqual([]);
    const planned = textQuery(
      {
        resource: 'hypervisors',
        where: ['vcpus_used>0'],
        select: 'capacity.vcpus,vcpusFree,disabled_reason',
        sort: 'hostname',
      },
      0,
    );
    expect(planned.explain().columns).toEqual(['capacity.vcpus', 'capacity.vcpusFree', 'service.disabledReason']);
    const rows: unknown[] = [];
    for await (const chunk of planned.result(cloud).chunks) rows.push(...chunk.rows);
    const [{ vcpus, free }] = (await cloud.placement.capacity({ hosts: ['hv1'] })).map(({ resources }) => ({
      vcpus: resources['VCPU']!.capacity,
      free: resources['VCPU']!.free,
    })) as [{ vcpus: number; free: number }];
    expect(free).toBe(vcpus - 2);
    expect(rows[0]).toEqual([vcpus, free, null]);
    expect(rows).toHaveLength(2);
  });

  it('knows which volumes a server has', async () => {
    const { cloud, sim } = await mixedCloud();
    const { id } = sim.findServer('web-1');
    await cloud.blockStorage.volumes.create({ name: 'data', sizeGiB: 1 });
    await cloud.blockStorage.volumes.create({ name: 'spare', sizeGiB: 1 });
    sim.state.volumes
      .find(({ name }) => name === 'data')!
      .attachments.push({
        id: 'attachment',
        serverId: id,
        status: 'attached',
        device: '/dev/vdb',
        tag: null,
        deviceMappingId: 'mapping',
        attachedAt: '2026-01-01T00:00:00Z',
      });
    const having = query(cloud)
      .servers()
      .where((is) => is.linked('volumes', (is) => is('name', '=', 'data')));
    expect(names(await having.select('name').rows())).toEqual(['web-1']);
    const unused = query(cloud)
      .volumes()
      .where((is) => is.not(is.linked('servers')));
    expect(names(await unused.select('name').rows())).toEqual(['spare']);
    const of = query(cloud).servers().where('host', '=', 'hv1').chain('volumes').select('name', 'serverIds');
    expect(await of.rows()).toEqual([{ name: 'data', serverIds: [id] }]);
  });

  it('finds nothing without ado', async () => {
    const { cloud, lists } = await simulatedCloud();
    expect(await query(cloud).servers().with('user').rows()).toEqual([]);
    expect(await query(cloud).servers().groupBy('status').groups()).toEqual([]);
    expect(await query(cloud).servers().chain('projects').rows()).toEqual([]);
    const before = lists().length;
    expect(await query(cloud).users().limit(0).rows()).toEqual([]);
    expect(lists()).toHaveLength(before);
  });

  it('stops asking for pages when the limit is reached, or when its reader leaves', async () => {
    const { cloud, lists } = await simulatedCloud({ hypervisors: 1, servers: 7, pageCap: 2 });
    expect(await query(cloud).servers().limit(3).rows()).toHaveLength(3);
    expect(lists()).toHaveLength(2);
    const rows = query(cloud).servers().select('id').where('name', '~', '.')[Symbol.asyncIterator]();
    await rows.next();
    await rows.return(undefined);
    expect(lists().length).toBeLessThan(2 + 5);
    expect(new Set((await query(cloud).servers().select('id').rows()).map(({ id }) => id)).size).toBe(7);
  });

  it('gives whole resources and columns of values', async () => {
    const { cloud } = await mixedCloud();
    const servers = query(cloud).servers().where('host', '=', 'hv1').sort('name');
    expect(await servers.items()).toMatchObject([{ name: 'web-1', metadata: { purpose: 'web' } }, { name: 'web-2' }]);
    expect(await servers.select('name', 'vcpus').columns()).toEqual({ name: ['web-1', 'web-2'], vcpus: [1, 1] });
    expect(await servers.where('name', '=', 'x').select('name').columns()).toEqual({ name: [] });
  });

  it('lists what belongs to the own project for those who may not see more', async () => {
    const { cloud } = await simulatedCloud({ hypervisors: 1, servers: 2 }, 'member');
    expect(await query(cloud).servers().ownProject().select('name').rows()).toHaveLength(2);
    await expect(query(cloud).servers().rows()).rejects.toMatchObject({ code: 'OPENSTACK_FORBIDDEN' });
    expect(await query(cloud).images().ownProject().select('name').rows()).toEqual([{ name: 'cirros' }]);
    await expect(query(cloud).users().ownProject().rows()).rejects.toMatchObject({ code: 'QUERY_BAD_OPTION' });
  });

  it('tells all that is wrong before it asks for anything', async () => {
    const { cloud, sim } = await simulatedCloud();
    const spec: QuerySpec = {
      resource: 'server',
      where: [
        { kind: 'test', property: 'statsu', operator: '=', values: ['x'] },
        { kind: 'test', property: 'user.mail', operator: '=', values: ['x'] },
        { kind: 'test', property: 'name', operator: '<', values: ['x'] },
        { kind: 'test', property: 'status.x', operator: '=', values: ['x'] },
        { kind: 'linked', link: 'snapshots' },
      ],
      with: ['usr'],
      select: ['user'],
      sort: [{ property: 'tags' }],
      group: { by: 'metadata' },
      limit: -1,
    };
    const { Query } = await import('./query.ts');
    const failed = await new Query(cloud, spec).rows().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(QueryError);
    expect((failed as QueryError).faults).toMatchObject([
      { code: 'QUERY_UNKNOWN_PROPERTY', part: 'where[0]', message: expect.stringContaining("did you mean 'status'") },
      { code: 'QUERY_UNKNOWN_PROPERTY', part: 'where[1]', message: expect.stringContaining("did you mean 'email'") },
      { code: 'QUERY_BAD_OPERATOR', part: 'where[2]' },
      { code: 'QUERY_UNKNOWN_PROPERTY', part: 'where[3]', message: "'status' is a text: nothing stands behind a dot" },
      { code: 'QUERY_UNKNOWN_LINK', part: 'where[4]', message: expect.stringContaining("have no link 'snapshots'") },
      { code: 'QUERY_UNKNOWN_LINK', part: 'with[0]', message: expect.stringContaining("did you mean 'user'") },
      { code: 'QUERY_UNKNOWN_PROPERTY', part: 'select[0]', message: expect.stringContaining('user.name, user.email') },
      { code: 'QUERY_BAD_OPERATOR', part: 'sort[0]' },
      { code: 'QUERY_BAD_OPERATOR', part: 'group' },
      { code: 'QUERY_BAD_OPTION', part: 'limit' },
    ]);
    await expect(new Query(cloud, { resource: 'sevrers' }).rows()).rejects.toMatchObject({
      code: 'QUERY_UNKNOWN_RESOURCE',
      message: expect.stringContaining("did you mean 'servers'"),
    });
    expect(sim.requests).toEqual([]);
  });

  it('finds the same whether the service helps or not', async () => {
    const { cloud, demo, now } = await mixedCloud();
    const test = fc.constantFrom(
      'status=ACTIVE',
      'status=ERROR',
      'host=hv1',
      'name=web-1',
      'name=WEB-1',
      `projectId=${demo.id}`,
      'project.name=demo',
      'user.name=demo',
      'user.name!=demo',
      'user.email is null',
      'updated<60d',
      'image.name=cirros',
      'imageId is null',
      "host=''",
      'flavor.name=m1.large',
      'user.enabled=true',
      'hypervisor(state=up)',
      'project.name~d',
    );
    const condition = fc.array(fc.tuple(test, fc.constantFrom('and', 'or', 'and not', 'or not')), {
      minLength: 1,
      maxLength: 3,
    });
    const find = (where: string[]) =>
      all(textQuery({ resource: 'servers', where, select: 'name', sort: 'name' }, now), cloud);
    await fc.assert(
      fc.asyncProperty(fc.array(condition, { minLength: 1, maxLength: 2 }), async (conditions) => {
        const where = conditions.map((tests) =>
          tests.map(([text, word], i) => (i === 0 ? text : `${word} ${text}`)).join(' '),
        );
        // Behind "not (not ...)" nothing is certain, so that the service is asked for everything.
        expect(await find(where)).toEqual(await find(where.map((text) => `not (not (${text}))`)));
      }),
      // A whole simulated cloud is asked twice in each case: 10 000 of them would take minutes.
      { numRuns: Math.min(fuzzRuns(40), 400) },
    );
  });
});

async function all(
  planned: ReturnType<typeof textQuery>,
  cloud: Parameters<ReturnType<typeof textQuery>['result']>[0],
): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { rows } of planned.result(cloud).chunks) for (const row of rows) found.push(row[0]);
  return found;
}

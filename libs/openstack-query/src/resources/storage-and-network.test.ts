import { expect, it } from '@jest/globals';
import { simulatedCloud } from '../cloud.test-support.ts';
import { query } from '../query.ts';

it('queries snapshots of volumes, with the volume and the project', async () => {
  const { sim, cloud, lists } = await simulatedCloud();
  const volume = await cloud.blockStorage.volumes.create({ name: 'data', sizeGiB: 1 });
  const { state } = sim;
  const projectOf = (name: string) => state.projects.find((one) => one.name === name)!.id;
  for (const [name, project, status] of [
    ['monday', 'admin', 'available'],
    ['tuesday', 'demo', 'error'],
  ] as const) {
    const owner = { projectId: projectOf(project), userId: state.users[0]!.id };
    const about = { description: null, sizeGiB: 1, createdAt: '2030-01-01T00:00:00Z', updatedAt: null };
    state.volumeSnapshots.push({
      id: name,
      name,
      volumeId: volume.id,
      status,
      metadata: { by: name },
      ...owner,
      ...about,
    });
  }

  const failed = query(cloud).volumeSnapshots().where('status', '=', 'error');
  expect(await failed.select('name', 'sizeGiB', 'volume.name', 'project.name', 'metadata.by').rows()).toEqual([
    { name: 'tuesday', sizeGiB: 1, 'volume.name': 'data', 'project.name': 'demo', 'metadata.by': 'tuesday' },
  ]);
  expect(lists().at(-1)).toMatch(/\/snapshots\/detail\?status=error$/);
  const linked = query(cloud)
    .volumes()
    .where((is) => is.linked('volumeSnapshots', (is) => is('name', '=', 'monday')));
  expect(await linked.select('name').rows()).toEqual([{ name: 'data' }]);
  expect(await query(cloud).volumeSnapshots().ownProject().select('name').rows()).toEqual([{ name: 'monday' }]);
});

it('queries routers, with the addresses of their gateways and the networks that these are on', async () => {
  const { cloud, lists } = await simulatedCloud();
  await cloud.network.routers.create({ name: 'inner' });
  const columns = ['name', 'gatewayAddresses', 'network.name', 'project.name', 'snat'] as const;
  expect(
    await query(cloud)
      .routers()
      .select(...columns)
      .sort('-name')
      .rows(),
  ).toEqual([
    {
      name: 'router1',
      gatewayAddresses: ['203.0.113.2'],
      'network.name': 'public',
      'project.name': 'demo',
      snat: true,
    },
    { name: 'inner', gatewayAddresses: [], 'network.name': null, 'project.name': 'admin', snat: null },
  ]);
  const reached = query(cloud).routers().where('gatewayAddresses', 'contains', '203.0.113.2');
  expect(await reached.where('status', '=', 'ACTIVE').select('name').rows()).toEqual([{ name: 'router1' }]);
  expect(lists()).toContain('GET /network/v2.0/routers?status=ACTIVE');
});

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findOrphans } from './find-orphans.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const GONE = 'f'.repeat(32);
const find = (kind: string) => cloud.run(findOrphans, { cloud: 'test', kind });

it('finds what has outlived its project, by project', async () => {
  cloud.sim.addServer({ name: 'kept', host: 'hv1' });
  const { id } = cloud.sim.addServer({ name: 'left', host: 'hv1', projectId: GONE });
  expect(await find('servers')).toMatchObject({
    status: 'done',
    output: {
      projects: [{ projectId: GONE, objects: [{ id, name: 'left' }] }],
      count: 1,
      findings: [
        {
          key: `orphans:test:servers:${GONE}`,
          title: `1 servers on test belong to project ${GONE}, which no longer exists`,
          body: [`Project: ${GONE}`, 'Kind: servers', `left ${id}`],
        },
      ],
    },
  });
});

it('does not take for gone a project that is made while it looks', async () => {
  const { sim } = cloud;
  sim.addServer({ name: 'new', host: 'hv1', projectId: GONE });
  const demo = sim.state.projects.find(({ name }) => name === 'demo')!;
  sim.state.projects.push({ ...demo, id: GONE, name: 'fresh' });
  // Listed before it was made, asked for afterwards.
  sim.fault.next('GET /identity/v3/projects', { status: 200, body: { projects: [], links: { next: null } } });
  expect((await find('servers')).output).toMatchObject({ projects: [], count: 0, findings: [] });
});

it('does not take for gone a project that keystone will not tell of', async () => {
  cloud.sim.addServer({ name: 'left', host: 'hv1', projectId: GONE });
  const body = { error: { code: 403, title: 'Forbidden', message: 'Not for you.' } };
  cloud.sim.fault.next(`GET /identity/v3/projects/${GONE}`, { status: 403, body });
  expect(await find('servers')).toMatchObject({ status: 'failed', error: { code: 'OPENSTACK_FORBIDDEN' } });
});

it.each(['images', 'floating-ips', 'volumes', 'volume-snapshots', 'networks', 'routers', 'ports'])(
  'looks at %s too',
  async (kind) => {
    expect((await find(kind)).output).toMatchObject({ projects: [], count: 0 });
    const { images, networks, routers } = cloud.sim.state;
    images[0]!.owner = GONE;
    for (const one of [...networks, ...routers]) one.projectId = GONE;
    const count = { images: 1, networks: 2, routers: 1 }[kind] ?? 0;
    expect((await find(kind)).output).toMatchObject({ count });
  },
);

it('does not take what belongs to no project, as the ports of routers, for left behind', async () => {
  for (const port of cloud.sim.state.ports) port.projectId = '';
  expect(await find('ports')).toMatchObject({ status: 'done', output: { projects: [], count: 0 } });
});

it('refuses other kinds', async () => {
  await expect(find('dreams')).rejects.toMatchObject({ details: { faults: [{ path: 'kind' }] } });
});

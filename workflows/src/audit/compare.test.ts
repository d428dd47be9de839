import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Context, VirtualClock } from '@opsbook/context';
import { type OpenStackSimulator, startOpenStack } from '@opsbook/openstack/testing';
import type { AnyRunbook } from '@opsbook/runbook';
import { runOnce } from '@opsbook/runbook/testing';
import type { Services } from '@opsbook/services';
import { simulatedServices } from '@opsbook/services/testing';
import { compareAggregates } from './compare-aggregates.ts';
import { compareFlavors } from './compare-flavors.ts';
import { compareImages } from './compare-images.ts';

const clock = new VirtualClock();
let prod: OpenStackSimulator;
let dev: OpenStackSimulator;
beforeEach(async () => {
  prod = await startOpenStack({ clock, hypervisors: 1 });
  dev = await startOpenStack({ clock, hypervisors: 1 });
});
afterEach(async () => {
  await prod.stop();
  await dev.stop();
});

async function compare(runbook: AnyRunbook<Services>, more: object = {}) {
  const connect = (context: Context) => simulatedServices({ openstack: { prod, dev }, context });
  const input = { cloud: 'prod', otherCloud: 'dev', ...more };
  return (await runOnce({ runbook, input, connect, clock })).run;
}

it('finds clouds that are alike to be alike', async () => {
  for (const [runbook, same] of [
    [compareFlavors, 5],
    [compareImages, 1],
    [compareAggregates, 0],
  ] as const) {
    const nothing = { missing: [], extra: [], different: [], ambiguous: [], findings: [] };
    expect(await compare(runbook)).toMatchObject({ status: 'done', output: { same, ...nothing } });
  }
});

it('finds flavors that one side lacks, private ones too, and extra specs that differ', async () => {
  const [tiny, small] = dev.state.flavors;
  dev.state.flavors.splice(0, 1);
  Object.assign(small!, { vcpus: 2, extraSpecs: { 'hw:cpu_policy': 'dedicated' } });
  dev.state.flavors.push({ ...tiny!, id: 'own', name: 'own', isPublic: false });
  const run = await compare(compareFlavors);
  expect(run.output).toMatchObject({
    same: 3,
    missing: [{ name: 'm1.tiny' }],
    extra: [{ name: 'own', id: 'own' }],
    different: [
      {
        name: 'm1.small',
        fields: [
          { field: 'extraSpecs.hw:cpu_policy', value: null, other: 'dedicated' },
          { field: 'vcpus', value: 1, other: 2 },
        ],
      },
    ],
    findings: [
      { key: `missing-flavor:prod:dev:${tiny!.id}`, title: 'flavor m1.tiny of prod is not on dev' },
      { key: 'extra-flavor:prod:dev:own', title: 'flavor own of dev is not on prod' },
      {
        title: 'flavor m1.small differs between prod and dev',
        body: expect.arrayContaining(['vcpus: 1 here, 2 there']),
      },
    ],
  });
  expect((await compare(compareFlavors, { ignore: ['vcpus', 'extraSpecs.*'] })).output).toMatchObject({
    same: 4,
    different: [],
  });
});

it('compares images by what they are, not by what services note on them', async () => {
  const [cirros] = prod.state.images;
  Object.assign(cirros!.properties, { os_version: '5', instance_uuid: 'x', owner_specified: 'y' });
  prod.state.images.push({ ...cirros!, id: 'queued', name: 'queued', status: 'queued' });
  prod.state.images.push({ ...cirros!, id: 'nameless', name: null });
  dev.state.images.push({ ...cirros!, id: 'older', name: 'older', status: 'deactivated' });
  const { output } = await compare(compareImages);
  expect(output).toMatchObject({
    missing: [],
    extra: [{ name: 'older' }],
    different: [{ name: 'cirros', fields: [{ field: 'properties.os_version', value: '5', other: null }] }],
  });
});

it('compares aggregates by zone and metadata; their hosts are their own', async () => {
  const aggregate = {
    id: 1,
    uuid: 'aggregate-1',
    name: 'gpu',
    availabilityZone: null,
    hosts: ['hv1'],
    metadata: { hosttype: 'gpu' },
    createdAt: '2029-01-01T00:00:00Z',
    updatedAt: null,
  };
  prod.state.aggregates.push(aggregate);
  dev.state.aggregates.push({ ...aggregate, uuid: 'aggregate-2', hosts: [], metadata: { hosttype: 'gpu' } });
  expect((await compare(compareAggregates)).output).toMatchObject({ same: 1, different: [] });
  dev.state.aggregates[0]!.metadata['hosttype'] = 'cpu';
  expect((await compare(compareAggregates)).output).toMatchObject({
    different: [
      {
        id: 'aggregate-1',
        otherId: 'aggregate-2',
        fields: [{ field: 'metadata.hosttype', value: 'gpu', other: 'cpu' }],
      },
    ],
  });
});

it('refuses to compare a cloud with itself', async () => {
  await expect(compare(compareFlavors, { otherCloud: 'prod' })).rejects.toMatchObject({
    details: { faults: [{ path: 'otherCloud', message: 'is the same cloud' }] },
  });
});

it('finds an image that one side has hidden there, and says so', async () => {
  dev.state.images[0]!.hidden = true;
  expect((await compare(compareImages)).output).toMatchObject({
    missing: [],
    different: [{ fields: [{ field: 'hidden', value: false, other: true }] }],
  });
});

import { EffectRefused, VirtualClock, readOnly } from '@opsbook/context';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fits, flavorRequest, openstack, totalResources } from '../index.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

const asked = () => world.sim.requests.filter(({ path }) => path.startsWith('/placement'));
const flavorNamed = async (name: string) =>
  (await world.cloud.compute.flavors.list()).find((one) => one.name === name)!;

describe('capacity', () => {
  test('is what hosts can give and what is left, in two requests for each and one for all', async () => {
    for (let n = 0; n < 3; n += 1) world.sim.addServer({ name: `s${n}`, host: 'hv2' });
    const found = await world.cloud.placement.capacity();
    expect(found.map(({ name }) => name)).toEqual(['hv1', 'hv2', 'hv3', 'hv4']);
    expect(found[1]?.resources).toMatchObject({
      VCPU: { total: 128, allocationRatio: 4, capacity: 512, used: 3, free: 509, largest: 128 },
      MEMORY_MB: { reserved: 512, capacity: 1_048_064, used: 6144, free: 1_041_920 },
      DISK_GB: { capacity: 100_000, used: 60, free: 99_940 },
    });
    // Placement's versions are asked for once.
    expect(asked()).toHaveLength(2 + 2 * 4);
  });

  test('is told of the hosts that are named, and of those with traits', async () => {
    const { placement } = world.cloud;
    expect((await placement.capacity({ hosts: ['hv3', 'hv1'] })).map(({ name }) => name)).toEqual(['hv1', 'hv3']);
    await expect(placement.capacity({ hosts: ['hv1', 'hv9'] })).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
      message: "there is no resource provider of the name 'hv9'",
    });
    await world.cloud.compute.services.disable('hv2', { reason: 'disk 3 fails' });
    const enabled = await placement.capacity({ forbidden: ['COMPUTE_STATUS_DISABLED'] });
    expect(enabled.map(({ name }) => name)).toEqual(['hv1', 'hv3', 'hv4']);
  });

  test('is of one moment: what changed in between is read again', async () => {
    await world.cloud.placement.capacity({ hosts: ['hv1'] });
    const usages = asked().find(({ path }) => path.endsWith('/usages'))!.path;
    const stale = { resource_provider_generation: 0, usages: { VCPU: 9 } };
    world.sim.fault.next(`GET ${usages}`, { status: 200, body: stale });
    const [host] = await world.cloud.placement.capacity({ hosts: ['hv1'] });
    expect(host?.resources['VCPU']?.used).toBe(0);
  });

  test('of a provider that goes meanwhile is left out', async () => {
    const { id } = await world.cloud.placement.providers.find('hv1');
    world.sim.fault.next(`GET /placement/resource_providers/${id}/inventories`, {
      status: 404,
      body: {
        errors: [{ detail: `The resource could not be found.\n\n No resource provider with uuid ${id} found  ` }],
      },
    });
    const found = await world.cloud.placement.capacity();
    expect(found.map(({ name }) => name)).toEqual(['hv2', 'hv3', 'hv4']);
  });

  test('says whether a flavor fits, as placement does', async () => {
    const { placement } = world.cloud;
    const [host] = await placement.capacity({ hosts: ['hv1'] });
    await placement.inventories.set(host!.id, {
      generation: host!.generation,
      inventories: { ...host!.resources, VCPU: { total: 3, allocationRatio: 1 }, DISK_GB: { total: 90, maxUnit: 50 } },
    });
    const [small] = await placement.capacity({ hosts: ['hv1'] });
    for (const [name, expected] of [
      ['m1.medium', { fits: true, reasons: [] }],
      [
        'm1.large',
        { fits: false, reasons: ['VCPU: 4 wanted, 3 free', 'DISK_GB: 80 is more than it gives to one consumer, 50'] },
      ],
    ] as const) {
      const request = flavorRequest(await flavorNamed(name));
      expect(fits(totalResources(request), small!)).toEqual(expected);
      const { candidates } = await placement.candidates({ ...request, inTree: small!.id });
      expect(candidates.length > 0).toBe(expected.fits);
    }
    expect(fits({ VGPU: 1 }, small!).reasons).toEqual(['hv1 has no VGPU']);
  });

  test('counts what parts of a host have', async () => {
    const { placement } = world.cloud;
    const { id } = await placement.providers.find('hv1');
    const gpu = { total: 2, reserved: 0, min_unit: 1, max_unit: 2, step_size: 1, allocation_ratio: 1 };
    const plain = { parentId: id, generation: 1, traits: [], aggregates: [] };
    world.sim.state.resourceProviders.push({ ...plain, id: 'gpu', name: 'hv1_gpu0', inventories: { VGPU: gpu } });
    const [host] = await placement.capacity({ hosts: ['hv1'] });
    expect(host?.parts.map(({ name }) => name)).toEqual(['hv1_gpu0']);
    expect(fits({ VCPU: 1, VGPU: 2 }, host!)).toEqual({ fits: true, reasons: [] });
    expect(fits({ VCPU: 1, VGPU: 3 }, host!).fits).toBe(false);
  });
});

describe('allocations', () => {
  test('of a move are on both hosts until it is confirmed', async () => {
    const { compute, placement } = world.cloud;
    const server = world.sim.addServer({ name: 's', host: 'hv1' });
    await compute.servers.migrate(server.id, { host: 'hv2' });
    await world.wait(10);
    const usedOf = async (host: string) =>
      (await placement.usages.ofProvider((await placement.providers.find(host)).id)).usages['VCPU'];
    expect([await usedOf('hv1'), await usedOf('hv2')]).toEqual([1, 1]);
    const usages = await placement.usages.ofProject(server.projectId);
    expect(usages).toEqual([
      { consumerType: 'unknown', consumers: 2, usages: { VCPU: 2, MEMORY_MB: 4096, DISK_GB: 40 } },
    ]);
    await compute.servers.confirmResize(server.id);
    await world.wait(10);
    expect([await usedOf('hv1'), await usedOf('hv2')]).toEqual([0, 1]);
  });

  test('of an evacuated server are on its dead host too, until that is started again', async () => {
    const { compute, placement } = world.cloud;
    const server = world.sim.addServer({ name: 's', host: 'hv1' });
    const usedOf = async (host: string) =>
      (await placement.usages.ofProvider((await placement.providers.find(host)).id)).usages['VCPU'];
    world.sim.killHost('hv1');
    await compute.services.forceDown('hv1', true);
    await compute.servers.evacuate(server.id, { host: 'hv2' });
    await world.wait(10);
    expect((await compute.servers.get(server.id)).host).toBe('hv2');
    expect([await usedOf('hv1'), await usedOf('hv2')]).toEqual([1, 1]);
    const held = await placement.allocations.ofConsumer(server.id);
    expect(held.allocations.map(({ resources }) => resources['VCPU'])).toEqual([1, 1]);
    world.sim.setComputeUp('hv1');
    expect([await usedOf('hv1'), await usedOf('hv2')]).toEqual([0, 1]);
  });

  test('of a server whose evacuation fails are on its dead host alone', async () => {
    const { compute, placement } = world.cloud;
    const server = world.sim.addServer({ name: 's', host: 'hv1' });
    world.sim.killHost('hv1');
    await compute.services.forceDown('hv1', true);
    world.sim.order.migration(server.id, 'fails');
    await compute.servers.evacuate(server.id, { host: 'hv2' });
    await world.wait(10);
    const { allocations } = await placement.allocations.ofConsumer(server.id);
    const { id } = await placement.providers.find('hv1');
    expect(allocations.map(({ providerId }) => providerId)).toEqual([id]);
  });

  test('that nobody needs are deleted, and those of a server are not made anew', async () => {
    const { placement } = world.cloud;
    const { id } = await placement.providers.find('hv1');
    world.sim.state.consumers.push({
      id: 'orphan',
      projectId: 'p',
      userId: 'u',
      type: 'unknown',
      generation: 1,
      allocations: { [id]: { VCPU: 4 } },
    });
    const server = world.sim.addServer({ name: 's', host: 'hv1' });
    const held = async () => (await placement.allocations.ofProvider(id)).map(({ consumerId }) => consumerId);
    expect(await held()).toEqual(['orphan', server.id]);
    await placement.allocations.delete('orphan');
    await placement.allocations.delete(server.id);
    expect(await held()).toEqual([]);
    await expect(placement.allocations.delete('orphan')).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
      serviceMessage: "No allocations for consumer 'orphan'",
    });
    expect((await placement.allocations.ofConsumer(server.id)).allocations).toEqual([]);
  });
});

describe('providers', () => {
  test('are found by name and by what they can give', async () => {
    const { providers } = world.cloud.placement;
    const found = await providers.find('hv2');
    expect(found).toEqual(await providers.get(found.id));
    expect(found).toMatchObject({ name: 'hv2', parentId: null, rootId: found.id });
    expect(await providers.list({ resources: { VCPU: 129 } })).toEqual([]);
    expect(await providers.list({ memberOf: [] })).toEqual([]);
    const any = await providers.list({ requiredAny: [['HW_CPU_X86_AVX2', 'COMPUTE_NODE']], notMemberOf: [] });
    expect(any).toHaveLength(4);
  });

  test('are changed from the generation that was seen, and no other; a lost answer is not repeated', async () => {
    const { inventories, providers, providerTraits, traits } = mixed();
    const { id, generation } = await providers.find('hv1');
    const set = await inventories.setClass(id, 'VCPU', { generation, total: 64, allocationRatio: 2 });
    expect(set).toMatchObject({ total: 64, allocationRatio: 2, reserved: 0, generation: generation + 1 });
    await expect(inventories.setClass(id, 'VCPU', { generation, total: 1 })).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      serviceErrorType: 'placement.concurrent_update',
      serviceMessage: 'resource provider generation conflict',
    });
    const has = await providerTraits.get(id);
    world.sim.fault.next(`PUT /placement/resource_providers/${id}/traits`, { cut: 'after' });
    await expect(providerTraits.set(id, { ...has, names: [...has.names, 'HW_CPU_X86_AVX2'] })).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      outcomeUnknown: true,
    });
    expect((await providerTraits.get(id)).names).toContain('HW_CPU_X86_AVX2');
    expect(await traits({ prefix: 'HW_CPU_X86', inUse: true })).toEqual(['HW_CPU_X86_AVX2']);
    const lost = async (path: string, change: (generation: number) => Promise<unknown>) => {
      const before = await inventories.get(id);
      world.sim.fault.next(`PUT /placement/resource_providers/${id}/inventories${path}`, { cut: 'after' });
      await expect(change(before.generation)).rejects.toMatchObject({
        code: 'OPENSTACK_UNAVAILABLE',
        outcomeUnknown: true,
      });
      return (await inventories.get(id)).inventories['VCPU']?.total;
    };
    expect(await lost('/VCPU', (from) => inventories.setClass(id, 'VCPU', { generation: from, total: 7 }))).toBe(7);
    const all = { VCPU: { total: 8 } };
    expect(await lost('', (from) => inventories.set(id, { generation: from, inventories: all }))).toBe(8);
  });

  const mixed = () => {
    const { placement } = world.cloud;
    return {
      inventories: placement.inventories,
      providers: placement.providers,
      providerTraits: placement.providerTraits,
      traits: placement.traits.bind(placement),
    };
  };
});

describe('errors', () => {
  test("have placement's words and code", async () => {
    const { placement } = world.cloud;
    await expect(placement.candidates({})).rejects.toMatchObject({
      kind: 'invalid-input',
      serviceErrorType: 'placement.query.missing_value',
      serviceMessage: 'There must be at least one resources or resources[$S] parameter.',
    });
    await expect(placement.candidates({ resources: { ODD: 1 } })).rejects.toMatchObject({
      serviceErrorType: undefined,
    });
    await expect(world.client('member').placement.capacity()).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('a newer version than the cloud has is not asked for', async () => {
    const document = { versions: [{ id: 'v1.0', max_version: '1.30', min_version: '1.0' }] };
    world.sim.fault.next('GET /placement/', { status: 200, body: document });
    const { placement } = world.cloud;
    expect(await placement.providers.list()).toHaveLength(4);
    expect(asked().at(-1)?.headers['openstack-api-version']).toBe('placement 1.30');
    await expect(placement.providers.list({ requiredAny: [['COMPUTE_NODE']] })).rejects.toMatchObject({
      code: 'OPENSTACK_MICROVERSION',
    });
  });

  test('a client that may only look changes nothing', async () => {
    const context = { guard: readOnly, clock: new VirtualClock() };
    const cloud = openstack({ config: world.sim.cloudConfig(), context });
    const { id, generation } = await cloud.placement.providers.find('hv1');
    await expect(cloud.placement.allocations.delete('x')).rejects.toBeInstanceOf(EffectRefused);
    await expect(cloud.placement.providers.delete(id)).rejects.toBeInstanceOf(EffectRefused);
    await expect(cloud.placement.inventories.set(id, { generation, inventories: {} })).rejects.toBeInstanceOf(
      EffectRefused,
    );
    expect(asked().every(({ method }) => method === 'GET')).toBe(true);
    cloud.close();
  });
});

/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import {
  AGGREGATE,
  CONSUMER,
  PROJECT,
  ZERO,
  cleanUpProvidersAfter,
  errorOf,
  makeProvider,
} from './contract-providers.ts';

const NONE = 'placement.undefined_code';
const STALE = 'placement.concurrent_update';
const CHANGED = "Resource provider's generation already changed. Please update the generation and try again.";

/** Providers of the contract's own: what they have, who uses it, who fits. */
export function providersContract(target: TargetOf): void {
  describe('a resource provider', () => {
    cleanUpProvidersAfter(target);
    let provider: Json;
    const ask = (method: 'GET' | 'PUT' | 'DELETE', part: string, body?: object) =>
      target().admin.placement(method, `/resource_providers/${provider.uuid as string}${part}`, body && { body });
    const generation = async (): Promise<number> => (await ask('GET', '')).body.generation;
    const listed = async (query: string): Promise<boolean> => {
      const { body } = await target().admin.placement('GET', `/resource_providers?${query}`);
      return body.resource_providers.some(({ uuid }: { uuid: string }) => uuid === provider.uuid);
    };
    beforeAll(async () => {
      provider = await makeProvider(target, 'provider');
    });

    test('is there at once, with nothing', async () => {
      const href = `/resource_providers/${provider.uuid as string}`;
      expect(provider).toEqual({
        uuid: expect.any(String),
        name: `${PREFIX}provider`,
        generation: 0,
        links: ['self', 'inventories', 'usages', 'aggregates', 'traits', 'allocations'].map((rel) => ({
          rel,
          href: rel === 'self' ? href : `${href}/${rel}`,
        })),
        parent_provider_uuid: null,
        root_provider_uuid: provider.uuid,
      });
      expect((await ask('GET', '')).body).toEqual(provider);
      for (const part of ['inventories', 'usages', 'allocations']) {
        expect((await ask('GET', `/${part}`)).body).toEqual({ resource_provider_generation: 0, [part]: {} });
      }
      for (const part of ['traits', 'aggregates']) {
        expect((await ask('GET', `/${part}`)).body).toEqual({ resource_provider_generation: 0, [part]: [] });
      }
    });

    test('has a name of its own', async () => {
      const { admin } = target();
      const twice = await admin.placement('POST', '/resource_providers', { body: { name: provider.name } });
      const words = `Conflicting resource provider name: ${provider.name as string} already exists.`;
      expect(errorOf(twice)).toEqual([409, 'placement.duplicate_name', words]);
    });

    test('gets inventories, whose bounds have defaults, of one generation only', async () => {
      const vcpu = { total: 4, reserved: 1, allocation_ratio: 1.5, max_unit: 3 };
      const disk = { total: 100, step_size: 10, min_unit: 10 };
      const set = await ask('PUT', '/inventories', {
        resource_provider_generation: 0,
        inventories: { VCPU: vcpu, DISK_GB: disk },
      });
      expect([set.status, set.body]).toEqual([
        200,
        {
          resource_provider_generation: 1,
          inventories: {
            VCPU: { total: 4, reserved: 1, min_unit: 1, max_unit: 3, step_size: 1, allocation_ratio: 1.5 },
            DISK_GB: {
              total: 100,
              reserved: 0,
              min_unit: 10,
              max_unit: 2147483647,
              step_size: 10,
              allocation_ratio: 1,
            },
          },
        },
      ]);
      expect((await ask('GET', '/inventories')).body).toEqual(set.body);
      const stale = await ask('PUT', '/inventories', { resource_provider_generation: 0, inventories: {} });
      expect(errorOf(stale)).toEqual([409, STALE, 'resource provider generation conflict']);
    });

    test('gets one class, of one generation too', async () => {
      const body = { resource_provider_generation: 1, total: 8, reserved: 1, allocation_ratio: 1.5 };
      const set = await ask('PUT', '/inventories/VCPU', body);
      expect(set.body).toEqual({
        total: 8,
        reserved: 1,
        min_unit: 1,
        max_unit: 2147483647,
        step_size: 1,
        allocation_ratio: 1.5,
        resource_provider_generation: 2,
      });
      expect((await ask('GET', '/inventories/VCPU')).body).toEqual(set.body);
      const stale = await ask('PUT', '/inventories/VCPU', body);
      expect(errorOf(stale)).toEqual([409, STALE, 'resource provider generation conflict']);
      const none = await ask('GET', '/inventories/VGPU');
      expect(errorOf(none)).toEqual([404, NONE, `No inventory of class VGPU for ${provider.uuid as string}`]);
      const lost = await ask('PUT', '/inventories/VGPU', { resource_provider_generation: 2, total: 1 });
      const words = `No inventory record with resource class for resource provider ${provider.uuid as string}: No inventory of class VGPU found.`;
      expect(errorOf(lost)).toEqual([400, NONE, words]);
    });

    test('is refused an inventory that is none', async () => {
      const set = (inventories: object) => ask('PUT', '/inventories', { resource_provider_generation: 2, inventories });
      const id = provider.uuid as string;
      const odd = `Unknown resource class in inventory for resource provider ${id}: No such resource class ODD.`;
      expect(errorOf(await set({ ODD: { total: 1 } }))).toEqual([400, NONE, odd]);
      const reserved = await set({ VCPU: { total: 1, reserved: 5 } });
      expect(errorOf(reserved)[2]).toContain('The reserved value is greater than total.');
      expect(errorOf(await set({ VCPU: {} }))[2]).toContain("'total' is a required property");
    });

    test('gets traits and aggregates, and is found by them', async () => {
      const traits = await ask('PUT', '/traits', { resource_provider_generation: 2, traits: ['HW_CPU_X86_AVX2'] });
      expect(traits.body).toEqual({ traits: ['HW_CPU_X86_AVX2'], resource_provider_generation: 3 });
      const stale = await ask('PUT', '/traits', { resource_provider_generation: 2, traits: [] });
      expect(errorOf(stale)).toEqual([409, STALE, CHANGED]);
      const odd = await ask('PUT', '/traits', { resource_provider_generation: 3, traits: ['CUSTOM_ODD_X'] });
      expect(errorOf(odd)).toEqual([400, NONE, 'No such trait CUSTOM_ODD_X']);
      const set = await ask('PUT', '/aggregates', { resource_provider_generation: 3, aggregates: [AGGREGATE] });
      expect(set.body).toEqual({ aggregates: [AGGREGATE], resource_provider_generation: 4 });
      const old = await ask('PUT', '/aggregates', { resource_provider_generation: 3, aggregates: [] });
      expect(errorOf(old)).toEqual([409, STALE, CHANGED]);
    });

    test.each([
      ['required=HW_CPU_X86_AVX2', true],
      ['required=!HW_CPU_X86_AVX2', false],
      ['required=HW_CPU_X86_AVX2,COMPUTE_NODE', false],
      ['required=in:HW_CPU_X86_AVX2,COMPUTE_NODE', true],
      ['required=HW_CPU_X86_AVX2&required=in:COMPUTE_NODE', false],
      [`member_of=${AGGREGATE}`, true],
      [`member_of=in:${AGGREGATE},${ZERO}`, true],
      [`member_of=!${AGGREGATE}`, false],
      [`member_of=!in:${AGGREGATE}`, false],
      ['resources=DISK_GB:15', false],
      ['resources=DISK_GB:20', true],
      ['resources=VCPU:10', true],
      ['resources=VCPU:11', false],
      ['resources=VGPU:1', false],
    ])('is found by %s: %s', async (query, found) => {
      expect(await listed(query)).toBe(found);
      expect(await listed(`in_tree=${provider.uuid as string}`)).toBe(true);
    });

    test.each([
      ['odd=1', "Additional properties are not allowed ('odd' was unexpected)"],
      ['resources=VCPU:0', 'Requested resource VCPU requires amount >= 1. Got: 0.'],
      ['resources=ODD:1', 'Invalid resource class in resources parameter: No such resource class ODD.'],
      ['required=ODD', 'Invalid trait(s) in "required" parameter: No such trait(s): ODD.'],
      ['in_tree=zzz', "Invalid query string parameters: 'zzz' is not a 'uuid'"],
      ['member_of=zzz', "Expected 'member_of' parameter to contain valid UUID(s). Got: zzz"],
    ])('is not looked for by %s', async (query, words) => {
      const answer = await target().admin.placement('GET', `/resource_providers?${query}`);
      expect([answer.status, errorOf(answer)[1]]).toEqual([400, NONE]);
      expect(errorOf(answer)[2]).toContain(words);
    });

    test('gives what it has to consumers, within its bounds', async () => {
      const { admin } = target();
      const id = provider.uuid as string;
      const allocate = (resources: object, consumer_generation: number | null) =>
        admin.placement('PUT', `/allocations/${CONSUMER}`, {
          body: {
            allocations: { [id]: { resources } },
            project_id: PROJECT,
            user_id: 'opsbook',
            consumer_generation,
            consumer_type: 'INSTANCE',
          },
        });
      expect((await allocate({ VCPU: 2, DISK_GB: 20 }, null)).status).toBe(204);
      const refused = (name: string, why: string) =>
        `Unable to allocate inventory: Unable to create allocation for '${name}' on resource provider '${id}'. The requested amount would ${why}.`;
      const odd = await allocate({ DISK_GB: 15 }, 1);
      expect(errorOf(odd)).toEqual([409, NONE, refused('DISK_GB', 'violate inventory constraints')]);
      const full = await allocate({ VCPU: 200 }, 1);
      expect(errorOf(full)).toEqual([409, NONE, refused('VCPU', 'exceed the capacity')]);
      const stale = await allocate({ VCPU: 1 }, 7);
      expect(errorOf(stale)).toEqual([409, STALE, 'consumer generation conflict - expected 1 but got 7']);
    });

    test('tells what is used, and by whom', async () => {
      const { admin } = target();
      const id = provider.uuid as string;
      const now = await generation();
      expect((await ask('GET', '/usages')).body).toEqual({
        resource_provider_generation: now,
        usages: { VCPU: 2, DISK_GB: 20 },
      });
      expect((await ask('GET', '/allocations')).body).toEqual({
        allocations: { [CONSUMER]: { resources: { VCPU: 2, DISK_GB: 20 }, consumer_generation: 1 } },
        resource_provider_generation: now,
      });
      expect((await admin.placement('GET', `/allocations/${CONSUMER}`)).body).toEqual({
        allocations: { [id]: { resources: { VCPU: 2, DISK_GB: 20 }, generation: now } },
        project_id: PROJECT,
        user_id: 'opsbook',
        consumer_generation: 1,
        consumer_type: 'INSTANCE',
      });
      const usages = await admin.placement('GET', `/usages?project_id=${PROJECT}`);
      expect(usages.body).toEqual({ usages: { INSTANCE: { VCPU: 2, DISK_GB: 20, consumer_count: 1 } } });
      const before = await admin.placement('GET', `/usages?project_id=${PROJECT}&user_id=opsbook`, { version: '1.37' });
      expect(before.body).toEqual({ usages: { VCPU: 2, DISK_GB: 20 } });
      const nobody = await admin.placement('GET', `/usages?project_id=${PROJECT}&user_id=nobody`);
      expect(nobody.body).toEqual({ usages: {} });
    });

    test('is a candidate while it has room', async () => {
      const { admin } = target();
      const id = provider.uuid as string;
      const candidates = async (query: string): Promise<Json> =>
        (await admin.placement('GET', `/allocation_candidates?${query}`)).body;
      const own = `in_tree=${id}`;
      expect(await candidates(`resources=VCPU:8,DISK_GB:10&${own}`)).toEqual({
        allocation_requests: [
          { allocations: { [id]: { resources: { VCPU: 8, DISK_GB: 10 } } }, mappings: { '': [id] } },
        ],
        provider_summaries: {
          [id]: {
            resources: { VCPU: { capacity: 10, used: 2 }, DISK_GB: { capacity: 100, used: 20 } },
            traits: ['HW_CPU_X86_AVX2'],
            parent_provider_uuid: null,
            root_provider_uuid: id,
          },
        },
      });
      const none = { allocation_requests: [], provider_summaries: {} };
      for (const query of [
        'resources=VCPU:9',
        'resources=VCPU:1,VGPU:1',
        'resources=VCPU:1&required=!HW_CPU_X86_AVX2',
        'resources=VCPU:1&root_required=!HW_CPU_X86_AVX2',
        `resources=VCPU:1&member_of=!${AGGREGATE}`,
      ]) {
        expect(await candidates(`${query}&${own}`)).toEqual(none);
      }
      const groups = `resources1=VCPU:1&resources2=VCPU:2&in_tree1=${id}&in_tree2=${id}`;
      expect(await candidates(`${groups}&group_policy=isolate`)).toEqual(none);
      expect((await candidates(`${groups}&group_policy=none`)).allocation_requests).toEqual([
        { allocations: { [id]: { resources: { VCPU: 3 } } }, mappings: { 1: [id], 2: [id] } },
      ]);
      expect((await candidates('resources=VCPU:1&limit=1')).allocation_requests).toHaveLength(1);
    });

    test.each([
      ['', 'placement.query.missing_value', 'There must be at least one resources or resources[$S] parameter.'],
      [
        'resources1=VCPU:1&resources2=VCPU:2',
        NONE,
        'The "group_policy" parameter is required when specifying more than one "resources{N}" parameter.',
      ],
      ['resources=ODD:1', NONE, 'Invalid resource class in resources parameter: No such resource class ODD.'],
    ])('is no candidate for the request %j', async (query, code, words) => {
      const answer = await target().admin.placement('GET', `/allocation_candidates?${query}`);
      expect(errorOf(answer)).toEqual([400, code, words]);
    });

    test('keeps what is used, and goes when nothing is', async () => {
      const { admin } = target();
      const id = provider.uuid as string;
      const empty = { resource_provider_generation: await generation(), inventories: {} };
      const used = await ask('PUT', '/inventories', empty);
      const words = `update conflict: Inventory for 'VCPU, DISK_GB' on resource provider '${id}' in use.`;
      expect(errorOf(used)).toEqual([409, 'placement.inventory.inuse', words]);
      const held = `Unable to delete resource provider ${id}: Resource provider has allocations.`;
      expect(errorOf(await ask('DELETE', ''))).toEqual([409, 'placement.resource_provider.inuse', held]);
      expect((await admin.placement('DELETE', `/allocations/${CONSUMER}`)).status).toBe(204);
      const none = `No allocations for consumer '${CONSUMER}'`;
      expect(errorOf(await admin.placement('DELETE', `/allocations/${CONSUMER}`))).toEqual([404, NONE, none]);
      expect((await admin.placement('GET', `/allocations/${CONSUMER}`)).body).toEqual({ allocations: {} });
      expect((await ask('DELETE', '')).status).toBe(204);
      expect((await ask('DELETE', '')).status).toBe(404);
    });
  });
}

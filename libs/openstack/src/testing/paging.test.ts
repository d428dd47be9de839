import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedCloud, simulatedCloud } from './simulated-cloud.test-support.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud({ servers: 7 });
});
afterEach(() => world.stop());

const pages = (path: string) => world.sim.requests.filter((request) => request.path === path).length;

describe('pages', () => {
  test('are cut at the cap, whatever was asked for', async () => {
    const { sim, cloud } = world;
    sim.options.pageCap = 3;
    expect(await cloud.compute.servers.list({ limit: 500 })).toHaveLength(7);
    expect(pages('/compute/v2.1/servers/detail')).toBe(3);
  });

  test('name the host that they are told to', async () => {
    const { sim, cloud } = world;
    sim.options.pageCap = 3;
    sim.options.linkHost = 'http://internal.example:8774';
    expect(await cloud.compute.servers.list()).toHaveLength(7);
    expect(sim.requests.every(({ headers }) => headers['host']?.startsWith('127.0.0.1') === true)).toBe(true);
  });

  test('of glance are short when nobody says how long', async () => {
    const { sim, cloud } = world;
    const [image] = sim.state.images;
    for (let index = 0; index < 30; index += 1) sim.state.images.push({ ...image!, id: `copy-${index}` });
    expect(await cloud.image.images.list({ limit: 25 })).toHaveLength(31);
    expect(pages('/image/v2/images')).toBe(2);
  });

  test('lose a marker that is deleted meanwhile', async () => {
    const { sim, cloud } = world;
    sim.options.pageCap = 3;
    const seen: string[] = [];
    for await (const server of cloud.compute.servers.list()) {
      seen.push(server.name);
      if (seen.length === 3) sim.state.servers.splice(sim.state.servers.indexOf(sim.findServer(server.name)), 1);
    }
    expect(new Set(seen).size).toBe(7);
    expect(sim.requests.filter(({ status }) => status === 400)).toHaveLength(1);
  });
});

import type { ConfigInput } from '@opsbook/services';
import type { SshSimulator } from '@opsbook/ssh/testing';
import { testSite } from '../site.test-support.ts';
import { type Play, maintenance, playHost } from './maintain.test-support.ts';

export interface RolloutSiteOptions {
  hypervisors: number;
  /** Spread evenly. */
  servers: number;
  /** Servers that each hypervisor has room for. */
  room: number;
  zones?: number;
  racks?: number;
  /** Zones and racks hold neighbours, as a list names them, and do not take turns. */
  neighbours?: true;
  config?: ConfigInput;
}

// What proves a hypervisor needs a little more.
const SPARE_MIB = 1024;

/** A site of many hypervisors in zones and racks, all of which can be maintained. */
export async function rolloutSite(options: RolloutSiteOptions) {
  const { hypervisors, servers, room, zones = 2, racks = 3, neighbours, config } = options;
  const names = Array.from({ length: hypervisors }, (_, index) => `hv${index + 1}`);
  const site = await testSite({
    alertmanager: true,
    prometheus: true,
    ssh: names,
    config: {
      maintenance: { ...maintenance, ticket: undefined },
      testServers: { image: 'cirros', network: 'private', flavors: 'm1.tiny' },
      ...config,
      ssh: {
        readOnly: [{ argv: ['is-patched'] }, { argv: ['boot-id'] }, { argv: ['up-for'] }],
        allow: { commands: [{ argv: ['patch'] }, { argv: ['reboot'] }] },
      },
    },
  });
  const { sim } = site;
  const { state } = sim;
  const ramOfServer = state.flavors.find(({ name }) => name === 'm1.small')?.ramMiB ?? 0;
  for (const name of names.slice(4)) sim.addHypervisor(name);
  state.hypervisors = state.hypervisors.filter(({ host }) => names.includes(host));
  state.computeServices = state.computeServices.filter(
    ({ host, binary }) => binary !== 'nova-compute' || names.includes(host),
  );
  for (const machine of state.hypervisors) machine.ramMiB = room * ramOfServer + SPARE_MIB;
  const plays: Record<string, Play> = {};
  for (const name of names) plays[name] = playHost(site, site.ssh[name] as SshSimulator, name);
  const groupOf = (index: number, count: number) =>
    neighbours === true ? Math.floor((index * count) / hypervisors) : index % count;
  const every = (count: number, nth: number) => names.filter((_, index) => groupOf(index, count) === nth);
  const aggregate = (name: string, hosts: string[], availabilityZone: string | null) => {
    const id = state.aggregates.length + 1;
    const uuid = `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
    const metadata = availabilityZone === null ? {} : { availability_zone: availabilityZone };
    const stamps = { createdAt: '2030-01-01T00:00:00Z', updatedAt: null };
    state.aggregates.push({ id, uuid, name, hosts, availabilityZone, metadata, ...stamps });
  };
  for (let nth = 0; nth < zones; nth += 1) aggregate(`zone-${nth + 1}`, every(zones, nth), `az${nth + 1}`);
  for (let nth = 0; nth < racks; nth += 1) aggregate(`rack-${nth + 1}`, every(racks, nth), null);
  for (let n = 0; n < servers; n += 1) sim.addServer({ name: `server-${n + 1}`, host: names[n % hypervisors] ?? '' });
  const groupsOf = (host: string) => ({
    zone:
      state.aggregates.find((one) => one.availabilityZone !== null && one.hosts.includes(host))?.availabilityZone ?? '',
    aggregates: state.aggregates.filter(({ hosts }) => hosts.includes(host)).map(({ name }) => name),
  });
  return { ...site, names, plays, groupsOf };
}

export type RolloutSite = Awaited<ReturnType<typeof rolloutSite>>;

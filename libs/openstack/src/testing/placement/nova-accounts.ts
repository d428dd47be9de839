import { flavorRequest, totalResources } from '../../placement/flavor-request.ts';
import type { SimulatedHypervisor, SimulatedMigration, SimulatedServer } from '../compute/compute-records.ts';
import type { World } from '../world.ts';
import { SettledServer } from './settled-server.ts';
import type { SimulatedConsumer, SimulatedInventory, SimulatedResourceProvider } from './placement-records.ts';

const DISABLED = 'COMPUTE_STATUS_DISABLED';
const TRAITS = ['COMPUTE_NODE', 'COMPUTE_DEVICE_TAGGING', 'COMPUTE_NET_ATTACH_INTERFACE', 'COMPUTE_VOLUME_EXTEND'];
const HOLDS_BOTH = new Set(['pre-migrating', 'migrating', 'post-migrating', 'finished', 'confirming']);
const EVACUATED = new Set(['accepted', 'pre-migrating', 'done']);

const NONE: readonly SimulatedMigration[] = [];

type Held = Pick<SimulatedConsumer, 'id' | 'projectId' | 'userId' | 'allocations'>;

/**
 * Enters in placement's books what nova does. An account is written when nova's side of it has changed, and only then: what
 * others write or delete meanwhile stays so, as it does for real.
 */
export class NovaAccounts {
  readonly #world: World;
  readonly #inventories = new Map<string, string>();
  readonly #consumers = new Map<string, string>();
  /** What a server that does not move holds, and what that followed from. */
  readonly #settled = new Map<string, { as: SettledServer; held: Held[] }>();
  #providers = new Map<string, SimulatedResourceProvider>();

  constructor(world: World) {
    this.#world = world;
  }

  update(): void {
    const { hypervisors, servers, migrations, resourceProviders } = this.#world.state;
    const byId = new Map(resourceProviders.map((one) => [one.id, one]));
    this.#providers = new Map(hypervisors.map((one) => [one.host, this.#updateProvider(one, byId.get(one.id))]));
    const moves = Map.groupBy(migrations, ({ serverId }) => serverId);
    const fresh: Held[] = [];
    const ids = new Set<string>();
    for (const server of servers) {
      const { held, isNew } = this.#look(server, moves.get(server.id) ?? NONE);
      if (isNew) fresh.push(...held);
      for (const { id } of held) ids.add(id);
    }
    for (const id of this.#consumers.keys()) {
      if (ids.has(id)) continue;
      this.#consumers.delete(id);
      this.#settled.delete(id);
      this.#write(id, undefined);
    }
    for (const one of fresh) if (isNew(this.#consumers, one.id, one)) this.#write(one.id, one);
  }

  #look(server: SimulatedServer, moves: readonly SimulatedMigration[]): { held: Held[]; isNew: boolean } {
    const { id, host } = server;
    const provider = this.#providerOf(host)?.id;
    const known = this.#settled.get(id);
    if (known?.as.isStill(server, provider, moves) === true) return { held: known.held, isNew: false };
    const held = this.#heldBy(server, moves);
    if (moves.some((one) => holdsBoth(one, server))) this.#settled.delete(id);
    else this.#settled.set(id, { as: new SettledServer(server, provider, moves), held });
    return { held, isNew: true };
  }

  #updateProvider(
    hypervisor: SimulatedHypervisor,
    known: SimulatedResourceProvider | undefined,
  ): SimulatedResourceProvider {
    const { state } = this.#world;
    const { id, hostname: name } = hypervisor;
    let provider = known;
    if (provider === undefined) {
      provider = { id, name, parentId: null, generation: 0, inventories: {}, traits: [...TRAITS], aggregates: [] };
      state.resourceProviders.push(provider);
    }
    const inventories = inventoriesOf(hypervisor, this.#world.settings.cpuRatio);
    if (isNew(this.#inventories, id, inventories)) {
      provider.inventories = inventories;
      provider.generation += 1;
    }
    const disabled = this.#world.computeService(hypervisor.host)?.disabled ?? false;
    if (disabled === provider.traits.includes(DISABLED)) return provider;
    provider.traits = disabled ? [...provider.traits, DISABLED] : provider.traits.filter((one) => one !== DISABLED);
    provider.generation += 1;
    return provider;
  }

  /** While it moves, the migration holds the source, in the size of before; an evacuated server holds its dead host itself. */
  #heldBy(server: SimulatedServer, moves: readonly SimulatedMigration[]): Held[] {
    const owner = { projectId: server.projectId, userId: server.userId };
    const sized = totalResources(flavorRequest(server.flavor, { volumeBacked: server.imageId === null }));
    const hold = (hosts: readonly (string | null)[], amounts = sized) =>
      Object.fromEntries(
        hosts.flatMap((host) => {
          const provider = this.#providerOf(host);
          return provider === undefined ? [] : [[provider.id, { ...amounts }]];
        }),
      );
    const move = moves.findLast((one) => holdsBoth(one, server));
    if (move !== undefined) {
      const source = this.#providerOf(move.sourceCompute)?.id ?? '';
      const before = this.#held(move.uuid, source) ?? this.#held(server.id, source) ?? sized;
      return [
        { id: server.id, ...owner, allocations: hold([move.destCompute]) },
        { id: move.uuid, ...owner, allocations: hold([move.sourceCompute], before) },
      ];
    }
    const left = moves.filter(({ type, status }) => type === 'evacuation' && EVACUATED.has(status));
    const hosts = new Set([server.host, ...left.flatMap((one) => [one.sourceCompute, one.destCompute])]);
    const allocations = hold([...hosts]);
    return Object.keys(allocations).length === 0 ? [] : [{ id: server.id, ...owner, allocations }];
  }

  #held(consumerId: string, providerId: string): Record<string, number> | undefined {
    const consumer = this.#world.state.consumers.find(({ id }) => id === consumerId);
    return consumer?.allocations[providerId];
  }

  #providerOf(host: string | null): SimulatedResourceProvider | undefined {
    return this.#providers.get(host ?? '');
  }

  #write(id: string, held: Held | undefined): void {
    const { state } = this.#world;
    const before = state.consumers.find((one) => one.id === id);
    state.consumers = state.consumers.filter((one) => one !== before);
    if (held !== undefined)
      state.consumers.push({ ...held, type: 'unknown', generation: (before?.generation ?? 0) + 1 });
    touch(this.#world, { ...before?.allocations, ...held?.allocations });
  }
}

function isNew(written: Map<string, string>, id: string, value: unknown): boolean {
  const text = JSON.stringify(value);
  if (written.get(id) === text) return false;
  written.set(id, text);
  return true;
}

/** A provider's generation counts what is allocated of it too. */
export function touch({ state }: World, allocations: Record<string, unknown>): void {
  for (const provider of state.resourceProviders) if (provider.id in allocations) provider.generation += 1;
}

function holdsBoth({ type, status, running, sourceCompute, destCompute }: SimulatedMigration, server: SimulatedServer) {
  if (type === 'evacuation' || destCompute === null || destCompute === sourceCompute) return false;
  if (running !== null) return true;
  if (type === 'live-migration') return false;
  // Until a confirmation or a reversion is through.
  const ending = status === 'confirmed' || status === 'reverting' || status === 'reverted';
  return HOLDS_BOTH.has(status) || (ending && server.vmState === 'resized' && server.host === destCompute);
}

function inventoriesOf(one: SimulatedHypervisor, cpuRatio: number): Record<string, SimulatedInventory> {
  const inventory = (total: number, reserved: number, ratio: number): SimulatedInventory => ({
    total,
    reserved,
    min_unit: 1,
    max_unit: total,
    step_size: 1,
    allocation_ratio: ratio,
  });
  return {
    VCPU: inventory(one.vcpus, 0, cpuRatio),
    MEMORY_MB: inventory(one.ramMiB, 512, 1),
    DISK_GB: inventory(one.diskGiB, 0, 1),
    ...(one.gpus > 0 && { VGPU: inventory(one.gpus, 0, 1) }),
  };
}

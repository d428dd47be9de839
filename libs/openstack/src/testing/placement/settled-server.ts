import type { SimulatedMigration, SimulatedServer } from '../compute/compute-records.ts';

type Part = Record<string, unknown>;

/**
 * What a server's account followed from. It is compared for every server before every answer, so that nothing is made for it:
 * of a large cloud nearly all servers are as they were.
 */
export class SettledServer {
  readonly #provider: string | undefined;
  readonly #server: Part;
  readonly #flavor: Part;
  readonly #extraSpecs: Part;
  readonly #moves: readonly Part[];

  constructor(server: SimulatedServer, provider: string | undefined, moves: readonly SimulatedMigration[]) {
    const { host, vmState, imageId, projectId, userId, flavor } = server;
    const { vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB, extraSpecs } = flavor;
    this.#provider = provider;
    this.#server = { host, vmState, imageId, projectId, userId };
    this.#flavor = { vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB };
    this.#extraSpecs = { ...extraSpecs };
    this.#moves = moves.map(({ type, status, running, sourceCompute, destCompute }) => ({
      ...{ type, status, running, sourceCompute, destCompute },
    }));
  }

  isStill(server: SimulatedServer, provider: string | undefined, moves: readonly SimulatedMigration[]): boolean {
    return (
      provider === this.#provider &&
      moves.length === this.#moves.length &&
      holds(server, this.#server) &&
      holds(server.flavor, this.#flavor) &&
      holds(server.flavor.extraSpecs, this.#extraSpecs) &&
      holds(this.#extraSpecs, server.flavor.extraSpecs) &&
      this.#moves.every((move, index) => holds(moves[index] ?? {}, move))
    );
  }
}

function holds(now: object, before: Readonly<Part>): boolean {
  for (const key in before) if ((now as Part)[key] !== before[key]) return false;
  return true;
}

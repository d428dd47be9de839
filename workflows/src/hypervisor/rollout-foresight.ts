import { UnknownInPlan } from '@opsbook/context';
import { type RunContext, fail, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { RolloutHost } from './rollout-hosts.ts';
import type { RolloutInput } from './rollout-input.ts';
import type { BatchForecast } from './rollout-report.ts';
import { type Displaced, type Room, type Scene, lookAtScene, roomFor } from './rollout-room.ts';

const SHOWN = 3;

/** What a plan foresees: every batch judged by one look at the cloud. */
export class Foresight {
  readonly batches: BatchForecast[] = [];
  readonly #scene: Scene;
  readonly #servers = new Map<string, Displaced[]>();
  readonly #skipped = new Map<string, string>();

  private constructor(scene: Scene) {
    this.#scene = scene;
  }

  static async of(
    ctx: RunContext<Services>,
    input: RolloutInput,
    { all, hosts }: { all: readonly RolloutHost[]; hosts: readonly RolloutHost[] },
  ): Promise<Foresight> {
    const { policies } = ctx.services.config.migration;
    const looking = { client: ctx.services.openstack(input.cloud), policies, input, nodes: all };
    const names = hosts.map(({ host }) => host);
    let scene: Scene | undefined;
    await ctx.read('pre-flight', async () => {
      scene = await lookAtScene(looking, names);
      return scene.sought.length + scene.stuck.length;
    });
    return new Foresight(scene as unknown as Scene);
  }

  next(batch: readonly RolloutHost[]): Room {
    const hosts = batch.map(({ host }) => host);
    const room = roomFor(this.#scene, hosts);
    for (const host of hosts)
      this.#servers.set(
        host,
        room.servers.filter(({ from }) => from === host),
      );
    for (const { host, why } of room.skipped) this.#skipped.set(host, why);
    const { crowded, balance } = room;
    const hypervisors = hosts.map((hypervisor) => ({ hypervisor, servers: this.#of(hypervisor).map(forecast) }));
    this.batches.push({ batch: this.batches.length + 1, hypervisors, crowded, balance });
    return room;
  }

  /** Shows the servers of one hypervisor with their destinations; its maintenance itself is not planned here. */
  async show(step: RunContext<Services>, host: string): Promise<never> {
    const servers = this.#of(host);
    const each = {
      key: ({ id }: Displaced) => id,
      label: ({ name, destinations }: Displaced) => `${name}${whereTo(destinations)}`,
      maxFailures: Infinity,
    };
    if (servers.length > 0)
      await step.each('servers', servers, each, async (_step, { why }) => {
        await Promise.resolve();
        if (why !== null) fail(why);
      });
    const why = this.#skipped.get(host);
    if (why !== undefined) skip(why);
    throw new UnknownInPlan(`what hypervisor.maintain does to ${host} in detail`);
  }

  #of(host: string): Displaced[] {
    return this.#servers.get(host) ?? [];
  }
}

function whereTo(hosts: readonly string[]): string {
  if (hosts.length === 0) return '';
  const more = hosts.length > SHOWN ? ` and ${hosts.length - SHOWN} more` : '';
  return ` to ${hosts.slice(0, SHOWN).join(', ')}${more}`;
}

const forecast = ({ id, name, how, destinations, why }: Displaced) => ({
  ...{ id, name, how, why },
  destinations: destinations.length,
  to: destinations.slice(0, SHOWN),
});

import { type RunContext, type TimeWindow, done, fail, isWindowOpen, nextOpening, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import { type Health, unhealthy } from './rollout-health.ts';
import type { RolloutHost } from './rollout-hosts.ts';
import type { RolloutInput } from './rollout-input.ts';
import type { Wait } from './rollout-report.ts';
import { type Room, type Skipped, lookAtScene, roomFor } from './rollout-room.ts';

export interface GateOptions {
  input: RolloutInput;
  /** All hypervisors of the cloud. */
  all: readonly RolloutHost[];
  health: () => Health;
}

/** What has to be so before a batch may begin: somebody's yes, the time of day, health, and room for its servers. */
export class Gate {
  readonly waits: Wait[] = [];
  readonly #options: GateOptions;
  #batch = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Waits until the batch may begin, and tells which of it will be skipped. Throws why it may not. */
  async open(step: RunContext<Services>, batch: readonly RolloutHost[]): Promise<Skipped[]> {
    this.#batch += 1;
    const { input } = this.#options;
    const hosts = batch.map(({ host }) => host);
    if (input.approveBatches) await this.#ask(step, hosts);
    // Health and room may have taken so long that the window has closed again.
    for (let round = 1; ; round += 1) {
      const suffix = round === 1 ? '' : ` ${round}`;
      if (input.window !== undefined) await this.#waitFor(step, input.window);
      await this.#healthy(step, `health${suffix}`);
      const skipped = await this.#room(step, hosts, `room${suffix}`);
      if (input.window === undefined || isWindowOpen(input.window, Date.parse(await step.now()))) return skipped;
    }
  }

  /** What a plan shows of it. */
  async foresee(step: RunContext<Services>, batch: readonly RolloutHost[], room: Room): Promise<void> {
    this.#batch += 1;
    const { input } = this.#options;
    const hosts = batch.map(({ host }) => host);
    if (input.approveBatches) await this.#ask(step, hosts);
    if (input.window !== undefined) await this.#waitFor(step, input.window);
    await step.read(`batch ${this.#batch} of ${hosts.join(', ')}`, async () => Promise.resolve(null));
    const { crowded } = room;
    const each = {
      key: ({ id }: Room['crowded'][number]) => id,
      label: ({ name }: Room['crowded'][number]) => name,
      maxFailures: Infinity,
    };
    if (crowded.length > 0) await step.each('room for all of them', crowded, each, (_step, { why }) => fail(why));
  }

  async #ask(step: RunContext<Services>, hosts: readonly string[]): Promise<void> {
    const { approvers } = this.#options.input;
    const from = step.planning ? '' : await step.now();
    await step.ask(`Begin batch ${this.#batch}: ${hosts.join(', ')}?`, approvers === undefined ? {} : { approvers });
    if (!step.planning) this.#waited('approval', from, await step.now());
  }

  async #waitFor(step: RunContext<Services>, window: TimeWindow): Promise<void> {
    const from = await step.now();
    let now = Date.parse(from);
    for (let opens = nextOpening(window, now); opens > now; opens = nextOpening(window, now)) {
      const opensAt = new Date(opens).toISOString();
      if (step.planning) {
        await step.waitUntil<unknown>('window', async () => Promise.resolve(done(opensAt)), { assume: { opensAt } });
        return;
      }
      step.log(`batch ${this.#batch} waits for its window until ${opensAt}`);
      await step.sleep((opens - now) / 1000);
      now = Date.parse(await step.now());
    }
    this.#waited('window', from, new Date(now).toISOString());
  }

  async #healthy(step: RunContext<Services>, name: string): Promise<void> {
    await this.#until(step, name, async () => {
      const why = await unhealthy(step.services, this.#options.health());
      return { why, found: null };
    });
  }

  async #room(step: RunContext<Services>, hosts: readonly string[], name: string): Promise<Skipped[]> {
    const { input, all } = this.#options;
    return await this.#until(step, name, async () => {
      const client = step.services.openstack(input.cloud);
      const { policies } = step.services.config.migration;
      const found = roomFor(await lookAtScene({ client, policies, input, nodes: all }, hosts), hosts);
      const [first] = found.crowded;
      const more = found.crowded.length > 1 ? `, and so for ${found.crowded.length - 1} others` : '';
      const crowded = first && `no room for what would be displaced: ${first.name}: ${first.why}${more}`;
      // While it waits for room, what was healthy may fall ill.
      const why = crowded ?? (await unhealthy(step.services, this.#options.health()));
      return { why, found: found.skipped };
    });
  }

  /** Looks until nothing speaks against it, for as long as the input allows. */
  async #until<T>(
    step: RunContext<Services>,
    name: string,
    look: () => Promise<{ why: string | null; found: T }>,
  ): Promise<T> {
    const from = await step.now();
    const { gateTimeout } = this.#options.input;
    const waited = await attempt(() =>
      step.waitUntil<T>(
        name,
        async () => {
          const { why, found } = await look();
          return why === null ? done(found) : underway({ why });
        },
        { every: Math.min(30, Math.max(1, gateTimeout)), timeout: gateTimeout, assume: null as T },
      ),
    );
    this.#waited(name, from, await step.now());
    if (waited.ok) return waited.value;
    if (waited.error.code !== 'TIMED_OUT') fail(waited.error.message);
    const { why, found } = await step.read(`${name} at the end`, look);
    if (why !== null) fail(`${why}, ${gateTimeout} s long`);
    return found;
  }

  #waited(what: string, from: string, until: string): void {
    // What took less than a minute is a look, and no wait.
    if (Date.parse(until) - Date.parse(from) < 60_000) return;
    this.waits.push({ batch: this.#batch, for: what, from, until });
  }
}

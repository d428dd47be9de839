import { type RunContext, done, fail, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import { ensureDisabled } from '../compute-service/ensure-disabled.ts';
import type { Phase } from '../compute-service/reasons.ts';
import { mailHypervisorMaintenance } from '../notification/mail-hypervisor-maintenance.ts';
import { runOf, unmarked } from '../run-mark.ts';
import { type Boot, bootOf } from './boot.ts';
import { drainHypervisor } from './drain.ts';
import { type Emptiness, emptinessOf, whatIsThere } from './emptiness.ts';
import { ensurePatched } from './ensure-patched.ts';
import { ensureRebooted } from './ensure-rebooted.ts';
import { ensureSilenced } from './ensure-silenced.ts';
import { ensureUnsilenced } from './ensure-unsilenced.ts';
import type { MaintainInput } from './maintain-input.ts';
import type { Progress } from './maintain-progress.ts';
import { proveHost } from './prove-host.ts';
import { ensureEnabled, ensureNoted } from './service-steps.ts';

/** Enough of a boot id to tell it from others; the reason of a service is short. */
const bootMark = (id: string): string => id.replace(/[^\w-]/g, '_').slice(-12);

// Seconds beside the time that a step may take.
const SPARE = 600;

/** What was found before anything was changed. */
export interface Before {
  service: { status: 'enabled' | 'disabled'; state: 'up' | 'down'; disabledReason: string | null };
  /** Whether a person had disabled it. */
  person: boolean;
  phase: Phase | null;
  empty: boolean;
  /** What test servers are made from; null where none will be built. */
  test: { imageId: string; networkId: string | undefined } | null;
  boot: Boot;
}

/** The chain of one maintenance; each step is a runbook of its own, too. */
export class Maintenance {
  /** The reason that stands at the disabled service; undefined before it is disabled. */
  reason: string | null | undefined = undefined;
  readonly #ctx: RunContext<Services>;
  readonly #input: MaintainInput;
  readonly #before: Before;
  readonly #progress: Progress;

  constructor(ctx: RunContext<Services>, input: MaintainInput, before: Before, progress: Progress) {
    this.#ctx = ctx;
    this.#input = input;
    this.#before = before;
    this.#progress = progress;
  }

  async run(): Promise<void> {
    await this.#progress.step('silence', () => this.keepSilent('', { share: 1 }));
    await this.#progress.step('disable', () => this.#disable());
    await this.#notify();
    await this.#drain();
    await this.#progress.step('verify-empty', () => this.#verifyEmpty());
    await this.#patchAndReboot();
    await this.#prove();
    const fits = (comment: string) => runOf(comment) !== undefined && unmarked(comment).startsWith(this.#about);
    await this.#progress.step('unsilence', () =>
      ensureUnsilenced(this.#ctx, { ...this.#host, fits }, { planned: true }),
    );
  }

  /**
   * Makes silences last from now on for so much of their configured time, and for the time that what is next may take.
   * @param part tells the calls of one run apart
   * @param atLeast seconds
   */
  async keepSilent(part: string, { share = 0.5, atLeast = 0 } = {}): Promise<void> {
    const seconds = Math.max(this.#ctx.services.config.maintenance.silenceFor * share, atLeast);
    const endsAt = new Date(Date.parse(await this.#ctx.now()) + seconds * 1000).toISOString();
    const comment = `${this.#about}${this.#input.reason}`;
    await ensureSilenced(this.#ctx, { ...this.#host, endsAt, comment }, part);
  }

  get #host() {
    return { cloud: this.#input.cloud, hypervisor: this.#input.hypervisor };
  }

  /** What the comments of a host's maintenance begin with, whichever run made them. */
  get #about(): string {
    return `maintenance of ${this.#input.hypervisor}: `;
  }

  async #disable(): Promise<void> {
    const keepIf = ({ state }: { state: string }) =>
      state === 'down' ? 'nova sees it down: it stays disabled' : undefined;
    const { disabledReason } = await ensureDisabled(this.#ctx, { ...this.#host, reason: this.#input.reason, keepIf });
    this.reason = disabledReason;
  }

  async #notify(): Promise<void> {
    if (!this.#input.notify || this.#before.empty) {
      this.#progress.skip('notify', this.#input.notify ? 'no server is on it' : 'nobody asked for it');
      return;
    }
    const { cloud, hypervisor, reason } = this.#input;
    await this.#progress.step('notify', () => this.#ctx.run(mailHypervisorMaintenance, { cloud, hypervisor, reason }));
  }

  async #drain(): Promise<void> {
    const { liveMigration, snapshot, includeLocked, preflight, onCancel, concurrency, reason } = this.#input;
    // A host that is down cannot be drained, and an empty one need not be.
    if (this.#before.empty && this.#before.service.status === 'disabled') {
      this.#progress.skip('drain', 'it was empty and disabled before');
      return;
    }
    const how = { liveMigration, snapshot, includeLocked, preflight, onCancel, concurrency };
    await this.#progress.step('drain', () => this.#ctx.run(drainHypervisor, { ...this.#host, reason, ...how }));
  }

  async #verifyEmpty(): Promise<void> {
    const look = () => emptinessOf(this.#ctx.services, this.#input.cloud, this.#input.hypervisor);
    // Placement's books follow nova's a little later.
    const waited = await attempt(() =>
      this.#ctx.waitUntil<Emptiness | null>(
        'empty',
        async () => {
          const found = await look();
          return found.empty ? done(found) : underway({ left: whatIsThere(found) });
        },
        { assume: null, every: 5, timeout: 60 },
      ),
    );
    if (waited.ok) return;
    const found = await this.#ctx.read('what is left', look);
    fail(`${this.#input.hypervisor} is not empty: ${whatIsThere(found)}`);
  }

  async #patchAndReboot(): Promise<void> {
    const ctx = this.#ctx;
    const { hypervisor, from } = this.#input;
    const { phase, boot } = this.#before;
    const { patchTimeout, rebootTimeout } = ctx.services.config.maintenance;
    const auto = from === 'auto';
    if (from === 'patch' || (auto && phase === null)) {
      await this.#progress.step('patch', async () => {
        await this.keepSilent(' for the patch', { atLeast: patchTimeout + SPARE });
        await ensurePatched(ctx, hypervisor);
        const { id } = await ctx.read('boot before the reboot', () => bootOf(ctx.services, hypervisor));
        await this.#note({ phase: 'patched', boot: bootMark(id) });
      });
    } else
      this.#progress.skip(
        'patch',
        auto ? 'an earlier run has done it, says the reason of the service' : 'not asked for',
      );
    const booted = phase?.phase === 'patched' && bootMark(boot.id) !== phase.boot;
    const proven = phase !== null && phase.phase !== 'patched';
    if (from === 'test' || (auto && (proven || booted))) {
      const why = booted ? 'it has booted since it was patched, says its boot id' : 'an earlier run has done it';
      this.#progress.skip('reboot', auto ? why : 'not asked for');
      return;
    }
    this.#progress.boot = await this.#progress.step('reboot', async () => {
      // For the boot, and then for its compute service.
      await this.keepSilent(' for the reboot', { atLeast: 2 * rebootTimeout + SPARE });
      const rebooted = await ensureRebooted(ctx, this.#host);
      await this.#note({ phase: 'rebooted' });
      return rebooted;
    });
  }

  async #note(phase: Phase): Promise<void> {
    // A person's reason is theirs.
    if (!this.#before.person) await ensureNoted(this.#ctx, this.#host, phase);
  }

  async #prove(): Promise<void> {
    const { test, service } = this.#before;
    const { flavors, keepFailed, hypervisor } = this.#input;
    if (test === null) {
      this.#progress.skip('enable', 'a person had disabled it');
      this.#progress.skip('test', 'nova builds nothing on a disabled host');
      return;
    }
    await this.#progress.step('enable', async () => {
      await this.#waitUntilUp();
      await ensureEnabled(this.#ctx, { ...this.#host, before: service });
    });
    await this.#progress.step('test', async () => {
      const { items } = await this.#ctx.each('test', [hypervisor], { key: (host) => host }, (step) =>
        proveHost(step, { ...this.#host, flavors, keepFailed }, test),
      );
      const [item] = items;
      this.#progress.test = item?.value ?? null;
      if (item?.value?.passed !== true && !this.#ctx.planning)
        fail(`it did not pass its test: ${item?.value?.why ?? item?.why ?? 'not tested'}`);
    });
    this.#progress.inService = true;
  }

  /** It may have been rebooted by somebody else, or not have come back for an earlier run. */
  async #waitUntilUp(): Promise<void> {
    const { hypervisor } = this.#input;
    const { services } = this.#ctx.services.openstack(this.#input.cloud).compute;
    const find = () => services.find({ host: hypervisor, binary: 'nova-compute' });
    const waited = await attempt(() =>
      this.#ctx.waitUntil(
        'nova sees it up',
        async () => ((await find()).state === 'up' ? done() : underway({ state: 'down' })),
        { assume: undefined, every: 5, timeout: 60 },
      ),
    );
    if (!waited.ok) fail(`nova does not see ${hypervisor} up: ${waited.error.message}`);
  }
}

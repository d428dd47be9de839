import { type Clock, currentScope, shared } from '@opsbook/context';
import { awaitShared } from './await-shared.ts';
import { OpenStackError, isOpenStackError } from './errors.ts';
import { segment } from './segment.ts';

export interface WaitOptions<T> {
  /** Seconds; default 300. */
  timeout?: number;
  /** Called with what was seen, at every look at which it is not there yet; undefined: it does not exist. */
  onProgress?: (seen: T | undefined) => void;
}

/** What is waited for. */
export interface Awaited<T> {
  /** For errors: "port 42 to become ACTIVE". */
  label: string;
  /** @param seen undefined: it does not exist */
  reached: (seen: T | undefined) => boolean;
  /** Why it will never be reached from here: the waiting ends at once. */
  hopeless?: (seen: T | undefined) => OpenStackError | undefined;
}

export interface WatchOptions<T> {
  clock: Clock;
  /** Those of the ids that exist, in one list call. */
  look: (ids: readonly string[]) => PromiseLike<readonly T[]>;
  /** Seconds between two looks; default 2. */
  every?: number;
}

interface Waiter<T> extends Awaited<T> {
  id: string;
  deadline: number;
  timeout: number;
  onProgress: WaitOptions<T>['onProgress'];
  /** What the last look that was answered has shown; undefined: it does not exist, or none was answered. */
  seen: T | undefined;
  looked: boolean;
  resolve: (seen: T | undefined) => void;
  reject: (error: unknown) => void;
}

const DEFAULT_TIMEOUT = 300;
const DEFAULT_EVERY = 2;
// Seconds that the look at the end of the time may take; the requests' own time-outs and retries may come to minutes.
const LAST_LOOK = 10;

/** Follows resources of one kind: however many wait, each look at the service is one list call for all of them. */
export class Watch<T extends { id: string }> {
  readonly #options: WatchOptions<T>;
  readonly #waiters = new Set<Waiter<T>>();
  #running = false;

  constructor(options: WatchOptions<T>) {
    this.#options = options;
  }

  /**
   * Resolves with what was seen when it is reached. A look that fails because the service is away is made again. When the
   * time is over there is a last look, for 10 s at most.
   * @throws OPENSTACK_TIMEOUT; OPENSTACK_BAD_REQUEST for what is no id; OPENSTACK_ABORTED when the step ends; what `hopeless` says; errors of the list call
   */
  async until(
    id: string,
    { timeout = DEFAULT_TIMEOUT, onProgress }: WaitOptions<T>,
    wanted: Awaited<T>,
  ): Promise<T | undefined> {
    // Of an id that cannot be asked for, the look would end all waits.
    segment(id);
    const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
    const { clock } = this.#options;
    const deadline = clock.now() + timeout * 1000;
    const waiter: Waiter<T> = {
      ...wanted,
      id,
      timeout,
      deadline,
      onProgress,
      seen: undefined,
      looked: false,
      resolve,
      reject,
    };
    this.#waiters.add(waiter);
    const leave = () => this.#waiters.delete(waiter);
    const stopTimer = clock.after((timeout + LAST_LOOK) * 1000, () =>
      this.#end(waiter, () => reject(late(waiter, ', and the last look is not answered'))),
    );
    currentScope()?.signal?.addEventListener('abort', leave, { once: true });
    if (!this.#running) shared(() => void this.#run());
    return awaitShared(promise, `wait for ${wanted.label}`).finally(() => {
      leave();
      stopTimer();
      currentScope()?.signal?.removeEventListener('abort', leave);
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Those who begin to wait in the same breath are looked for together.
    await Promise.resolve();
    while (this.#waiters.size > 0) {
      await this.#tick([...this.#waiters]);
      if (this.#waiters.size > 0) await this.#pause();
    }
    this.#running = false;
  }

  async #tick(waiters: readonly Waiter<T>[]): Promise<void> {
    let found: readonly T[] | undefined;
    try {
      found = await this.#options.look([...new Set(waiters.map(({ id }) => id))]);
    } catch (error) {
      const passing = isOpenStackError(error) && (error.kind === 'unavailable' || error.kind === 'timeout');
      for (const waiter of waiters) {
        if (!passing || this.#isLate(waiter)) this.#end(waiter, () => waiter.reject(error));
      }
      return;
    }
    for (const waiter of waiters)
      this.#judge(
        waiter,
        found.find(({ id }) => id === waiter.id),
      );
  }

  #judge(waiter: Waiter<T>, seen: T | undefined): void {
    Object.assign(waiter, { seen, looked: true });
    try {
      if (waiter.reached(seen)) {
        this.#end(waiter, () => waiter.resolve(seen));
        return;
      }
      const hopeless = waiter.hopeless?.(seen);
      if (hopeless !== undefined) throw hopeless;
      if (this.#isLate(waiter)) throw late(waiter);
      waiter.onProgress?.(seen);
    } catch (error) {
      this.#end(waiter, () => waiter.reject(error));
    }
  }

  #isLate({ deadline }: Waiter<T>): boolean {
    return this.#options.clock.now() >= deadline;
  }

  #end(waiter: Waiter<T>, end: () => void): void {
    this.#waiters.delete(waiter);
    end();
  }

  #pause(): Promise<void> {
    const { clock, every = DEFAULT_EVERY } = this.#options;
    const next = Math.min(every * 1000, ...[...this.#waiters].map(({ deadline }) => deadline - clock.now()));
    return new Promise((resolve) => void clock.after(Math.max(0, next), resolve));
  }
}

function late<T>({ label, timeout, seen, looked }: Waiter<T>, more = ''): OpenStackError {
  const status = (seen as { status?: string } | undefined)?.status ?? 'there';
  const last = looked ? `; when last looked at it ${seen === undefined ? 'did not exist' : `was ${status}`}` : '';
  return new OpenStackError('OPENSTACK_TIMEOUT', `waited ${timeout} s for ${label}${last}${more}`);
}

import { type Clock, sleep, unrestricted } from '@opsbook/context';
import { HttpClient, isHttpError } from '@opsbook/http';
import type { Posting } from './dispatcher.ts';
import type { World } from './world.ts';

const FIRST_WAIT_MS = 500;
const GROWTH = 1.5;

/** Posts notifications to their receivers' URLs while time passes. */
export class Deliveries {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #http: HttpClient;
  readonly #stopping = new AbortController();
  #wake: () => void = () => undefined;

  constructor(world: World, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
    const headers = { 'user-agent': `Alertmanager/${world.settings.version}` };
    const context = { clock, guard: unrestricted };
    this.#http = new HttpClient({ context, headers, retries: 0, sendRequestId: false });
    world.onAlerts = () => this.#wake();
  }

  /** Until that many seconds have passed by the clock, or it is stopped. */
  async during(seconds: number): Promise<void> {
    const end = this.#clock.now() + seconds * 1000;
    const underway = new Set<Promise<void>>();
    while (!this.#stopping.signal.aborted) {
      this.#world.settle();
      for (let next = this.#world.dispatcher.take(); next !== undefined; next = this.#world.dispatcher.take()) {
        const posting = this.#deliver(next).finally(() => underway.delete(posting));
        underway.add(posting);
      }
      if (this.#clock.now() >= end) break;
      await this.#waitUntil(Math.min(end, this.#world.dispatcher.next));
    }
    await Promise.all(underway);
  }

  stop(): void {
    this.#stopping.abort();
    this.#http.close();
  }

  async #waitUntil(time: number): Promise<void> {
    const waking = new AbortController();
    this.#wake = () => waking.abort();
    const signal = AbortSignal.any([waking.signal, this.#stopping.signal]);
    if (time < Infinity) {
      await sleep(this.#clock, Math.max(0, time - this.#clock.now()), signal).catch(() => undefined);
    } else if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }
  }

  // A status of 5xx and a broken connection are tried again until the group's next turn; any other refusal is not.
  async #deliver({ notification, url, token, seconds, end }: Posting): Promise<void> {
    const until = this.#clock.now() + seconds * 1000;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    for (let wait = FIRST_WAIT_MS; ; wait *= GROWTH) {
      try {
        await this.#http.request({ method: 'POST', url, headers, body: notification.payload });
        end(true, this.#clock.now());
        return;
      } catch (error) {
        const final = isHttpError(error) && error.status !== undefined && error.status < 500;
        if (final || this.#stopping.signal.aborted || this.#clock.now() + wait >= until) {
          end(false, this.#clock.now());
          return;
        }
        await sleep(this.#clock, wait, this.#stopping.signal).catch(() => undefined);
      }
    }
  }
}

import { randomUUID } from 'node:crypto';
import type { Clock } from '@opsbook/context';
import type { SimulatedCheckable, SimulatedDowntime } from './simulated-objects.ts';

/** How often Icinga looks for downtimes that are over, in seconds. Source: lib/icinga/downtime.cpp. */
const EXPIRY_INTERVAL = 60;

/** What a simulated Icinga knows, at the present of its clock. */
export class World {
  readonly checkables: SimulatedCheckable[] = [];
  readonly #clock: Clock;
  #downtimes: SimulatedDowntime[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds since the Unix epoch. */
  now(): number {
    return this.#clock.now() / 1000;
  }

  /** Those that Icinga still keeps. */
  get downtimes(): readonly SimulatedDowntime[] {
    this.#settle();
    return this.#downtimes;
  }

  servicesOf(host: string): SimulatedCheckable[] {
    return this.checkables.filter((one) => one.host === host && one.service !== '');
  }

  find(host: string, service: string): SimulatedCheckable | undefined {
    return this.checkables.find((one) => one.host === host && one.service === service);
  }

  /** How many downtimes are in effect. */
  depth({ host, service }: SimulatedCheckable): number {
    const now = this.now();
    return this.downtimes.filter(
      (one) => one.host === host && one.service === service && one.triggered > 0 && now < endOf(one),
    ).length;
  }

  addDowntime(
    { host, service }: Pick<SimulatedCheckable, 'host' | 'service'>,
    given: Pick<SimulatedDowntime, 'author' | 'comment' | 'start' | 'end' | 'fixed' | 'duration' | 'parent'>,
  ): SimulatedDowntime {
    this.#count += 1;
    const downtime = {
      ...given,
      host,
      service,
      name: `${nameOf({ host, service })}!${randomUUID()}`,
      entered: this.now(),
      triggered: 0,
      scheduledBy: '',
      legacyId: this.#count,
    };
    this.#downtimes.push(downtime);
    this.#settle();
    return downtime;
  }

  /** With those that were made with it. @returns how many of these */
  removeDowntime(name: string): number {
    const before = this.#downtimes.length;
    this.#downtimes = this.#downtimes.filter((one) => one.name !== name && one.parent !== name);
    return Math.max(0, before - this.#downtimes.length - 1);
  }

  /** A check's result, as `process-check-result` brings one. */
  check(checkable: SimulatedCheckable, state: number, output: string): void {
    const now = this.now();
    if (state !== checkable.state || checkable.lastCheck < 0) checkable.lastStateChange = now;
    Object.assign(checkable, { state, output, lastCheck: now });
    if (state === 0) return;
    for (const one of this.downtimes) {
      const its = one.host === checkable.host && one.service === checkable.service;
      if (its && !one.fixed && one.triggered === 0 && one.start <= now && now <= one.end) one.triggered = now;
    }
  }

  /** What time alone brings about. */
  #settle(): void {
    const now = this.now();
    for (const one of this.#downtimes) {
      if (one.fixed && one.triggered === 0 && one.start <= now) one.triggered = Math.max(one.start, one.entered);
    }
    const lastLook = Math.floor(now / EXPIRY_INTERVAL) * EXPIRY_INTERVAL;
    this.#downtimes = this.#downtimes.filter((one) => endOf(one) >= lastLook);
  }
}

const endOf = ({ fixed, triggered, duration, end }: SimulatedDowntime): number =>
  !fixed && triggered > 0 ? triggered + duration : end;

/** The full name of a host (`hv1`) or service (`hv1!ssh`). */
export const nameOf = ({ host, service }: Pick<SimulatedCheckable, 'host' | 'service'>): string =>
  service === '' ? host : `${host}!${service}`;

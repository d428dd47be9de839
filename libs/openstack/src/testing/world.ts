import type { Clock } from '@opsbook/context';
import { Ids } from './ids.ts';
import { Orders } from './orders.ts';
import type { SimulatedComputeService, SimulatedServer } from './compute/compute-records.ts';
import type { OpenStackSettings } from './settings.ts';
import { type OpenStackState, emptyState } from './state.ts';
import { Timeline } from './timeline.ts';

/** The simulated cloud behind its APIs: what it knows, what happens to it in time, and what was ordered to go wrong. */
export class World {
  readonly state: OpenStackState = emptyState();
  readonly ids = new Ids();
  readonly orders = new Orders();
  readonly settings: OpenStackSettings;
  readonly timeline: Timeline;

  constructor(settings: OpenStackSettings, clock: Clock, speed: number) {
    this.settings = settings;
    this.timeline = new Timeline(clock, speed);
  }

  /** The present as the databases keep it: UTC to the second, `2030-01-01T00:00:00Z`. */
  stamp(): string {
    return toSecond(this.timeline.now());
  }

  server(id: string): SimulatedServer | undefined {
    return this.state.servers.find((server) => server.id === id);
  }

  computeService(host: string): SimulatedComputeService | undefined {
    return this.state.computeServices.find((service) => service.host === host && service.binary === 'nova-compute');
  }

  /** Whether nova sees a service as up: it is not forced down, and its last heartbeat is not too old. */
  isUp(service: SimulatedComputeService): boolean {
    if (service.forcedDown) return false;
    return service.alive || this.timeline.now() - service.seenAt < this.settings.serviceDownTime * 1000;
  }

  /** Whether anything still runs on the host: a dead one does nothing with what it is told. */
  isAlive(host: string): boolean {
    return this.computeService(host)?.alive ?? false;
  }

  /** Changes a server, and with it the time of its last change. What still goes on with one that is deleted changes nothing. */
  update(server: SimulatedServer, changes: Partial<SimulatedServer>): void {
    if (server.terminatedAt !== null) return;
    Object.assign(server, changes, { updatedAt: this.stamp() });
  }
}

/** Milliseconds as UTC ISO 8601 to the second. */
export const toSecond = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** A time of the databases as nova writes it in most places: `2030-01-01T00:00:00.000000`. */
export const micro = (stamp: string): string => stamp.replace('Z', '.000000');

/** The same for a field that may be empty. */
export const microOrNull = (stamp: string | null): string | null => (stamp === null ? null : micro(stamp));

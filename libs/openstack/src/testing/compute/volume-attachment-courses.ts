import type { SimulatedAttachment, SimulatedVolume } from '../block-storage/block-storage-records.ts';
import { secondsOf } from '../block-storage/seconds-of.ts';
import { startVolumeDeletion } from '../block-storage/delete-volume.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';
import type { SimulatedServer } from './compute-records.ts';
import { CONTROLLER, beginAction } from './instance-actions.ts';
import type { NovaCall } from './nova-call.ts';

/** Attaches what nova has accepted; cinder has reserved it by then. */
export function startAttachment(
  call: NovaCall,
  server: SimulatedServer,
  volume: SimulatedVolume,
  attachment: SimulatedAttachment,
): void {
  const { world } = call;
  const log = beginAction(call, server.id, 'attach_volume');
  const order = world.orders.takeVolume('attach', volume);
  volume.attachments.push(attachment);
  settle(world, volume, 'reserved');
  const course = function* (): Course {
    yield 0.2;
    const host = server.host ?? '';
    if (!world.isAlive(host)) yield Infinity;
    const event = log.begin('compute_attach_volume', host);
    attachment.status = 'attaching';
    settle(world, volume, 'attaching');
    yield secondsOf(order, 0.2);
    if (order === 'fails') {
      log.fail(event, 'The volume could not be attached.');
      release(world, server, volume);
      return;
    }
    log.end(event);
    Object.assign(attachment, { status: 'attached', attachedAt: world.stamp() });
    settle(world, volume);
  };
  world.timeline.run(course());
}

/** Detaches what nova has accepted. */
export function startDetachment(call: NovaCall, server: SimulatedServer, volume: SimulatedVolume): void {
  const { world } = call;
  const log = beginAction(call, server.id, 'detach_volume');
  if (server.host === null) {
    log.note('api_detach_volume', CONTROLLER);
    release(world, server, volume);
    return;
  }
  const order = world.orders.takeVolume('detach', volume);
  settle(world, volume, 'detaching');
  const course = function* (): Course {
    yield 0.1;
    const host = server.host ?? '';
    if (!world.isAlive(host)) yield Infinity;
    const event = log.begin('compute_detach_volume', host);
    yield secondsOf(order, 0.1);
    if (order === 'fails') {
      log.fail(event, 'The volume could not be detached.');
      settle(world, volume);
      return;
    }
    log.end(event);
    release(world, server, volume);
  };
  world.timeline.run(course());
}

/** Frees the volumes of a server that is deleted; those that go with it are deleted. */
export function releaseVolumes(world: World, server: SimulatedServer): void {
  for (const { id, deleteOnTermination } of [...server.volumes]) {
    const volume = world.state.volumes.find((one) => one.id === id);
    if (volume === undefined) continue;
    release(world, server, volume);
    if (deleteOnTermination) startVolumeDeletion(world, volume);
  }
}

function release(world: World, server: SimulatedServer, volume: SimulatedVolume): void {
  volume.attachments = volume.attachments.filter(({ serverId }) => serverId !== server.id);
  server.volumes = server.volumes.filter(({ id }) => id !== volume.id);
  settle(world, volume);
}

function settle(world: World, volume: SimulatedVolume, status?: string): void {
  const stable = volume.attachments.length > 0 ? 'in-use' : 'available';
  Object.assign(volume, { status: status ?? stable, updatedAt: world.stamp() });
}

/** The name that the volume gets on its server: drivers keep the last letter of a wanted one. */
export function nextDevice(world: World, server: SimulatedServer, wanted: string | null): string {
  const letter = wanted?.replace(/\d+$/, '').at(-1);
  if (letter !== undefined) return `/dev/sd${letter}`;
  const all = world.state.volumes.flatMap(({ attachments }) => attachments);
  const used = new Set(all.filter(({ serverId }) => serverId === server.id).map(({ device }) => device));
  const free = 'bcdefghijklmnopqrstuvwxyz'.split('').find((one) => !used.has(`/dev/sd${one}`));
  return `/dev/sd${free ?? 'z'}`;
}

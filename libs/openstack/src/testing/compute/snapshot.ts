import type { ActionLog } from './instance-actions.ts';
import type { NovaCall } from './nova-call.ts';
import type { SimulatedImage } from '../image/image-records.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

/** Starts a snapshot; the image exists, `queued`, when nova answers. */
export function startSnapshot(
  call: NovaCall,
  server: SimulatedServer,
  log: ActionLog,
  wanted: { name: string; metadata: Record<string, string> },
): SimulatedImage {
  const { world } = call;
  const image = snapshotImage(call, server, wanted);
  world.state.images.push(image);
  world.update(server, { taskState: 'image_snapshot_pending' });
  world.timeline.run(upload(world, server, image, log));
  return image;
}

function* upload(world: World, server: SimulatedServer, image: SimulatedImage, log: ActionLog): Course {
  const outcome = world.orders.takeSnapshot(server);
  yield 0.1;
  if (!world.isAlive(server.host ?? '')) yield Infinity;
  const event = log.begin('compute_snapshot_instance', server.host ?? '');
  if (outcome === 'fails') {
    yield 0.2;
    // Seen: nova deletes the image that it could not fill.
    world.state.images = world.state.images.filter((other) => other !== image);
    log.fail(event, 'The snapshot could not be written.');
    world.update(server, { taskState: null });
    return;
  }
  world.update(server, { taskState: 'image_pending_upload' });
  yield 0.1;
  world.update(server, { taskState: 'image_uploading' });
  change(world, image, { status: 'saving' });
  const usual = world.settings.snapshotSeconds;
  yield outcome === 'hangs' ? Infinity : (outcome?.seconds ?? usual);
  change(world, image, { status: 'active', sizeBytes: server.flavor.diskGiB * 1024 ** 3 });
  yield 0.1;
  log.end(event);
  world.update(server, { taskState: null });
}

/** The image of a snapshot as it begins: empty, and queued. */
export function snapshotImage(
  { world, caller }: NovaCall,
  server: SimulatedServer,
  { name, metadata }: { name: string; metadata: Record<string, string> },
): SimulatedImage {
  const now = world.stamp();
  return {
    id: world.ids.uuid('image'),
    name,
    status: 'queued',
    // The caller's project, not the server's.
    owner: caller.projectId,
    visibility: 'private',
    sizeBytes: null,
    diskFormat: 'raw',
    containerFormat: 'bare',
    minRamMiB: 0,
    minDiskGiB: server.flavor.diskGiB,
    protected: false,
    tags: [],
    properties: {
      ...(server.imageId !== null && { base_image_ref: server.imageId }),
      instance_uuid: server.id,
      user_id: caller.userId,
      image_type: 'snapshot',
      ...metadata,
    },
    createdAt: now,
    updatedAt: now,
  };
}

const change = (world: World, image: SimulatedImage, changes: Partial<SimulatedImage>): void => {
  Object.assign(image, changes, { updatedAt: world.stamp() });
};

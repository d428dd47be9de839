import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { Course } from '../timeline.ts';
import { webobError } from '../webob-error.ts';
import type { World } from '../world.ts';
import { type GlanceApi, type GlanceCall, change, ownImage } from './glance-api.ts';
import { sizeAndHashes } from './glance-data.ts';
import { STORE } from './glance-view.ts';
import type { SimulatedImage } from './image-records.ts';

const METHODS = ['glance-direct', 'web-download', 'copy-image'];

/** `/v2/images/{id}/import`, and what of it there is in `/v2/info`. */
export function serveImport(api: GlanceApi): void {
  api.route('GET', '/info/import', () => ({
    status: 200,
    body: { 'import-methods': { description: 'Import methods available.', type: 'array', value: METHODS } },
  }));
  api.route('GET', '/info/stores', () => ({ status: 200, body: { stores: [{ id: STORE, default: 'true' }] } }));
  api.route('POST', '/images/:id/import', importImage);
}

function importImage(call: GlanceCall): SimulatorAnswer {
  const { world, request } = call;
  const { name = '', uri = '' } = (request.body as { method?: { name?: string; uri?: string } }).method ?? {};
  const image = ownImage(call);
  if (!METHODS.includes(name)) throw webobError(request, 400, `Unknown import method name '${name}'.`);
  if (name === 'glance-direct' && image.status !== 'uploading') {
    const message = "Image needs to be staged before 'glance-direct' method can be used";
    throw webobError(request, 409, message);
  }
  if (image.containerFormat === null) {
    throw webobError(request, 409, "'container_format' needs to be set before import");
  }
  // Glance's default: the ports of http and https only.
  if (name === 'web-download' && !/^(|80|443)$/.test(URL.parse(uri)?.port ?? 'none')) {
    throw webobError(request, 400, `URI for web-download does not pass filtering: ${uri}`);
  }
  if (name === 'web-download') image.data = [Buffer.from(`what was at ${uri}\n`)];
  image.properties = { ...image.properties, os_glance_import_task: world.ids.uuid('request') };
  // A name that no DNS has cannot be fetched.
  world.timeline.run(take(world, image, URL.parse(uri)?.hostname.endsWith('.invalid') === true));
  return { status: 202 };
}

function* take(world: World, image: SimulatedImage, fails: boolean): Course {
  yield 0.5;
  if (fails) {
    finish(world, image, { os_glance_importing_to_stores: '', os_glance_failed_import: STORE });
    change(world, image, { status: 'queued' });
    delete image.data;
    return;
  }
  image.properties = { ...image.properties, os_glance_importing_to_stores: STORE, os_glance_failed_import: '' };
  change(world, image, { status: 'importing' });
  yield world.settings.snapshotSeconds;
  change(world, image, { ...sizeAndHashes(image), status: 'active' });
  finish(world, image, { os_glance_importing_to_stores: '', os_glance_failed_import: '' });
}

function finish(world: World, image: SimulatedImage, notes: Record<string, string>): void {
  const { os_glance_import_task: _, ...properties } = image.properties;
  change(world, image, { properties: { ...properties, ...notes } });
}

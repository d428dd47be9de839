import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import { webobError } from '../webob-error.ts';
import type { World } from '../world.ts';
import { GLANCE_ROOT, GlanceApi, type GlanceCall, change, ownImage, visibleImage } from './glance-api.ts';
import { createImage } from './glance-create.ts';
import { serveData } from './glance-data.ts';
import { serveImport } from './glance-import.ts';
import { listImages } from './glance-list.ts';
import { serveMembers } from './glance-members.ts';
import { type ImagePatch, patchImage } from './glance-patch.ts';
import { imageView } from './glance-view.ts';

const PATCH_TYPE = 'application/openstack-images-v2.1-json-patch';

/** Glance's API, version 2. */
export function serveGlance(server: SimulatorServer, world: World): void {
  server.route('GET', `${GLANCE_ROOT}/`, () => versions(server.url, 300));
  server.route('GET', GLANCE_ROOT, () => versions(server.url, 300));
  server.route('GET', `${GLANCE_ROOT}/versions`, () => versions(server.url, 200));
  const api = new GlanceApi(server, world);
  api.route('GET', '/images', listImages);
  api.route('POST', '/images', createImage);
  api.route('GET', '/images/:id', (call) => ({ status: 200, body: imageView(visibleImage(call)) }));
  api.route('PATCH', '/images/:id', patch);
  api.route('DELETE', '/images/:id', remove);
  api.route('POST', '/images/:id/actions/deactivate', (call) => act(call, 'deactivate'));
  api.route('POST', '/images/:id/actions/reactivate', (call) => act(call, 'reactivate'));
  api.route('PUT', '/images/:id/tags/:tag', (call) => {
    const { image, tag } = tagged(call);
    if (!image.tags.includes(tag)) change(world, image, { tags: [...image.tags, tag] });
    return { status: 204 };
  });
  api.route('DELETE', '/images/:id/tags/:tag', (call) => {
    const { image, tag } = tagged(call);
    if (!image.tags.includes(tag)) throw webobError(call.request, 404, 'The resource could not be found.');
    change(world, image, { tags: image.tags.filter((other) => other !== tag) });
    return { status: 204 };
  });
  serveData(api);
  serveMembers(api);
  serveImport(api);
}

function patch(call: GlanceCall): SimulatorAnswer {
  const { request, world, caller } = call;
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith(PATCH_TYPE)) {
    throw webobError(request, 415, `The request media type ${type} is not supported by this server.`);
  }
  const image = ownImage(call);
  const patches = request.body as ImagePatch[];
  const publishes = patches.some(({ path, value }) => path === '/visibility' && value === 'public');
  if (publishes && !caller.admin) {
    throw webobError(request, 403, 'You are not authorized to complete publicize_image action.');
  }
  patchImage(request, image, patches);
  change(world, image, {});
  return { status: 200, body: imageView(image) };
}

function remove(call: GlanceCall): SimulatorAnswer {
  const { request, world } = call;
  const image = visibleImage(call);
  if (image.protected) throw webobError(request, 403, `Image ${image.id} is protected and cannot be deleted.`);
  ownImage(call);
  world.state.images = world.state.images.filter((other) => other !== image);
  return { status: 204 };
}

function act(call: GlanceCall, action: 'deactivate' | 'reactivate'): SimulatorAnswer {
  const { request, world } = call;
  const image = ownImage(call);
  if (image.status !== 'active' && image.status !== 'deactivated') {
    throw webobError(request, 403, `Not allowed to ${action} image in status '${image.status}'`);
  }
  change(world, image, { status: action === 'deactivate' ? 'deactivated' : 'active' });
  return { status: 204 };
}

const tagged = (call: GlanceCall) => ({ image: ownImage(call), tag: call.request.params['tag'] ?? '' });

const versions = (url: string, status: number): SimulatorAnswer => ({
  status,
  body: { versions: [{ id: 'v2.15', status: 'CURRENT', links: [{ rel: 'self', href: `${url}${GLANCE_ROOT}/v2/` }] }] },
});

import { createHash } from 'node:crypto';
import type { SimulatorAnswer, SimulatorRequest } from '@opsbook/http/testing';
import { webobError } from '../webob-error.ts';
import { type GlanceApi, type GlanceCall, change, ownImage, visibleImage } from './glance-api.ts';
import type { SimulatedImage } from './image-records.ts';

/** `/v2/images/{id}/file` and `/v2/images/{id}/stage`, both ways as streams. */
export function serveData(api: GlanceApi): void {
  api.route('GET', '/images/:id/file', download);
  api.route('PUT', '/images/:id/file', upload, { streamed: true });
  api.route('PUT', '/images/:id/stage', stage, { streamed: true });
}

function download(call: GlanceCall): SimulatorAnswer {
  const { request, caller } = call;
  const image = visibleImage(call);
  if (image.status === 'deactivated' && !caller.admin) {
    const message = 'The requested image has been deactivated. Image data download is forbidden.';
    throw webobError(request, 403, message);
  }
  if (image.status !== 'active' && image.status !== 'deactivated') return { status: 204 };
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(image.sizeBytes ?? 0),
      ...(image.hashes !== undefined && { 'content-md5': image.hashes.md5 }),
    },
    body: dataOf(image),
  };
}

async function* dataOf({ data, sizeBytes }: SimulatedImage): AsyncGenerator<Buffer, void> {
  if (data !== undefined) {
    yield* data;
    return;
  }
  const zeros = Buffer.alloc(64 * 1024);
  for (let left = sizeBytes ?? 0; left > 0; left -= zeros.length) yield zeros.subarray(0, Math.min(left, zeros.length));
}

async function upload(call: GlanceCall): Promise<SimulatorAnswer> {
  const { world } = call;
  const image = fillable(call, 'saving');
  await fill(call, image, 'saving');
  change(world, image, { ...sizeAndHashes(image), status: 'active' });
  return { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } };
}

async function stage(call: GlanceCall): Promise<SimulatorAnswer> {
  const { world } = call;
  const image = fillable(call, 'uploading');
  await fill(call, image, 'uploading');
  change(world, image, { sizeBytes: sizeAndHashes(image).sizeBytes });
  return { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } };
}

function fillable(call: GlanceCall, status: SimulatedImage['status']): SimulatedImage {
  const { request } = call;
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/octet-stream')) throw unsupported(request, type);
  const image = ownImage(call);
  if (image.diskFormat === null || image.containerFormat === null) {
    const message = 'Properties disk_format, container_format must be set prior to saving data.';
    throw webobError(request, 400, message);
  }
  if (image.status !== 'queued') {
    const message = `Image status transition from ${image.status} to ${status} is not allowed`;
    throw webobError(request, 409, message);
  }
  return image;
}

const unsupported = (request: SimulatorRequest, type: string) =>
  webobError(request, 415, `The request media type ${type} is not supported by this server.`);

/** Seen: a client that breaks off leaves the image as it was. */
async function fill({ world, request }: GlanceCall, image: SimulatedImage, status: SimulatedImage['status']) {
  const data: Buffer[] = [];
  change(world, image, { status, data });
  try {
    for await (const chunk of request.body as AsyncIterable<Buffer>) data.push(chunk);
  } catch (error) {
    change(world, image, { status: 'queued' });
    delete image.data;
    throw error;
  }
}

/** What glance reckons of what came. */
export function sizeAndHashes({ data = [] }: SimulatedImage): Required<Pick<SimulatedImage, 'sizeBytes' | 'hashes'>> {
  const [md5, sha512] = [createHash('md5'), createHash('sha512')];
  for (const chunk of data) {
    md5.update(chunk);
    sha512.update(chunk);
  }
  const sizeBytes = data.reduce((sum, chunk) => sum + chunk.length, 0);
  return { sizeBytes, hashes: { md5: md5.digest('hex'), sha512: sha512.digest('hex') } };
}

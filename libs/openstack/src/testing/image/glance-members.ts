import type { SimulatorAnswer } from '@opsbook/http/testing';
import { webobError } from '../webob-error.ts';
import { type GlanceApi, type GlanceCall, isOwner, membership, visibleImage } from './glance-api.ts';
import { memberView } from './glance-view.ts';
import type { SimulatedImage, SimulatedImageMember } from './image-records.ts';

const NO_IMAGE = 'Image {id} not found.';
const STATUSES = ['pending', 'accepted', 'rejected'];

/** `/v2/images/{id}/members` */
export function serveMembers(api: GlanceApi): void {
  const path = '/images/:id/members';
  api.route('GET', path, (call) => {
    const image = visibleImage(call, NO_IMAGE);
    const { caller } = call;
    const seen = (image.members ?? []).filter((one) => isOwner(image, caller) || one.projectId === caller.projectId);
    return {
      status: 200,
      body: { members: seen.map((one) => memberView(image, one)), schema: '/v2/schemas/members' },
    };
  });
  api.route('POST', path, add);
  api.route('GET', `${path}/:member`, (call) => {
    const { image, member } = found(call);
    return { status: 200, body: memberView(image, member) };
  });
  api.route('PUT', `${path}/:member`, setStatus);
  api.route('DELETE', `${path}/:member`, (call) => {
    const image = visibleImage(call, NO_IMAGE);
    if (!isOwner(image, call.caller)) throw notAllowed(call, 'delete');
    const { member } = found(call);
    image.members = image.members?.filter((one) => one !== member) ?? [];
    return { status: 204 };
  });
}

function found(call: GlanceCall): { image: SimulatedImage; member: SimulatedImageMember } {
  const image = visibleImage(call, NO_IMAGE);
  const projectId = call.request.params['member'] ?? '';
  const member = membership(image, projectId);
  if (member !== undefined) return { image, member };
  throw webobError(call.request, 404, `${projectId} not found in the member list of the image ${image.id}.`);
}

const notAllowed = ({ request }: GlanceCall, what: string) =>
  webobError(request, 403, `Not allowed to ${what} members for image ${request.params['id'] ?? ''}.`);

function add(call: GlanceCall): SimulatorAnswer {
  const { world, request, caller } = call;
  const image = visibleImage(call, NO_IMAGE);
  if (!isOwner(image, caller) || image.visibility !== 'shared') throw notAllowed(call, 'create');
  const { member: projectId = '' } = request.body as { member?: string };
  if (membership(image, projectId) !== undefined) {
    throw webobError(request, 409, `Member ${projectId} is duplicated for image ${image.id}`);
  }
  const now = world.stamp();
  const member: SimulatedImageMember = { projectId, status: 'pending', createdAt: now, updatedAt: now };
  image.members = [...(image.members ?? []), member];
  return { status: 200, body: memberView(image, member) };
}

function setStatus(call: GlanceCall): SimulatorAnswer {
  const { world, request } = call;
  const { image, member } = found(call);
  const { status = '' } = request.body as { status?: string };
  if (!STATUSES.includes(status)) {
    const message = 'Incorrect request: Status must be "pending", "accepted" or "rejected".';
    throw webobError(request, 400, message);
  }
  Object.assign(member, { status, updatedAt: world.stamp() });
  return { status: 200, body: memberView(image, member) };
}

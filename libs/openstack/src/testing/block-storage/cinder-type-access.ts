import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest } from '../compute/nova-errors.ts';
import type { CinderApi, CinderCall } from './cinder-api.ts';
import { cinderError, policy } from './cinder-errors.ts';
import { visibleType } from './visible-type.ts';

/** Which projects may use a private type. */
export function serveTypeAccess(api: CinderApi): void {
  api.route(
    'GET',
    '/types/:id/os-volume-type-access',
    (call) => {
      const type = visibleType(call);
      if (type.isPublic) throw cinderError(404, 'Access list not available for public volume types.');
      const access = type.projectIds.map((project_id) => ({ project_id, volume_type_id: type.id }));
      return { status: 200, body: { volume_type_access: access } };
    },
    { adminRule: 'volume_extension:volume_type_access:get_all_for_type' },
  );
  api.route('POST', '/types/:id/action', act);
}

type Body = Record<string, { project: string }>;

function act(call: CinderCall): SimulatorAnswer {
  const body = (call.request.body ?? {}) as Body;
  const [[action, argument] = []] = Object.entries(body);
  if (argument === undefined || (action !== 'addProjectAccess' && action !== 'removeProjectAccess')) {
    throw badRequest('Malformed request body');
  }
  if (!call.caller.admin) throw policy(`volume_extension:volume_type_access:${action}`);
  const type = visibleType(call);
  const { project } = argument;
  const has = type.projectIds.includes(project);
  if (action === 'removeProjectAccess') {
    if (!has) throw cinderError(404, `Volume type access not found for ${type.id} / ${project} combination.`);
    type.projectIds = type.projectIds.filter((one) => one !== project);
    return { status: 202 };
  }
  if (type.isPublic) {
    throw badRequest('Invalid volume type: Type access modification is not applicable to public volume type.');
  }
  if (has) throw cinderError(409, `Volume type access for ${type.id} / ${project} combination already exists.`);
  type.projectIds.push(project);
  return { status: 202 };
}

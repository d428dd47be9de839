import { effectiveAssignments } from './effective-roles.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { listAnswer } from './keystone-list.ts';
import { domainView, projectView } from './keystone-views.ts';

/** Keystone's `/v3/auth/projects`, `domains` and `system`: where a token's user could log in. */
export function serveOwn(api: KeystoneApi): void {
  api.guarded('GET', '/auth/projects', 'get_auth_projects', undefined, (call) => {
    const ids = own(call).map(({ projectId }) => projectId);
    const projects = call.world.state.projects.filter(({ id, enabled }) => enabled && ids.includes(id));
    return listAnswer(call, 'projects', projects.map(projectView(call.base)));
  });
  api.guarded('GET', '/auth/domains', 'get_auth_domains', undefined, (call) => {
    const ids = own(call).map(({ domainId }) => domainId);
    const domains = call.world.state.domains.filter(({ id, enabled }) => enabled && ids.includes(id));
    return listAnswer(call, 'domains', domains.map(domainView(call.base)));
  });
  api.guarded('GET', '/auth/system', 'get_auth_system', undefined, (call) => ({
    status: 200,
    body: {
      system: own(call).some(({ system }) => system) ? [{ all: true }] : [],
      links: { self: `${call.base}/auth/system` },
    },
  }));
}

const own = ({ world, caller }: KeystoneCall) =>
  effectiveAssignments(world.state).filter(({ userId }) => userId === caller.userId);

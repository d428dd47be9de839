import { textOf } from '../given.ts';
import type { SimulatedProject } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import {
  FLAG,
  ID,
  OPTIONS,
  SHORT_NAME,
  type Schema,
  TAGS,
  TEXT,
  bodyOf,
  checkChange,
  checkNew,
} from './keystone-body.ts';
import { badRequest, conflict, notFound, notNow } from './keystone-errors.ts';
import { optionIn, refuseImmutable } from './keystone-immutable.ts';
import { isAsked, listAnswer, seenBy } from './keystone-list.ts';
import { isWanted } from './keystone-project-filter.ts';
import { type Rule, admins, any, anyDomainReader, domainReader, systemReader } from './keystone-policy.ts';
import { domainAsProject, projectView } from './keystone-views.ts';
import { ancestorsOf, childrenOf, parentIds, subtreeIds } from './project-tree.ts';
import { removeProject } from './removal.ts';

const SCHEMA: Schema = {
  name: SHORT_NAME,
  description: TEXT,
  enabled: FLAG,
  domain_id: { ...ID, nullable: true },
  parent_id: { ...ID, nullable: true },
  tags: TAGS,
  options: OPTIONS,
};

const known = ({ world, params }: KeystoneCall) => world.state.projects.find(({ id }) => id === params['projectId']);

/** The project that the path is about. @throws 404 */
export function projectOf(call: KeystoneCall): SimulatedProject {
  const project = known(call);
  if (project === undefined) throw notFound('project', call.params['projectId']);
  return project;
}

/** Admins, readers of the system or of its domain, and whoever is logged in to it. */
export const mayLook: Rule = any(
  admins,
  systemReader,
  domainReader((call) => known(call)?.domainId),
  (call) => known(call)?.id === call.caller.projectId,
);

/** Keystone's `/v3/projects`. */
export function serveProjects(api: KeystoneApi): void {
  api.guarded('GET', '/projects', 'list_projects', any(admins, systemReader, anyDomainReader), (call) => {
    const found = seenBy(call, call.world.state.projects).filter((project) => isWanted(call.query, project));
    return listAnswer(call, 'projects', found.map(projectView(call.base)));
  });
  api.guarded('GET', '/projects/:projectId', 'get_project', mayLook, (call) => {
    const domain = call.world.state.domains.find(({ id }) => id === call.params['projectId']);
    if (domain !== undefined) return { status: 200, body: { project: domainAsProject(call.base)(domain) } };
    const project = projectOf(call);
    const view: Record<string, unknown> = projectView(call.base)(project);
    if (isAsked(call.query, 'parents_as_ids')) view['parents'] = parentIds(call.world.state, project);
    if (isAsked(call.query, 'subtree_as_ids')) view['subtree'] = subtreeIds(call.world.state, project.id);
    return { status: 200, body: { project: view } };
  });
  api.guarded('POST', '/projects', 'create_project', admins, (call) => ({
    status: 201,
    body: { project: projectView(call.base)(create(call)) },
  }));
  api.guarded('PATCH', '/projects/:projectId', 'update_project', admins, (call) => {
    const given = bodyOf(call.body, 'project');
    checkChange(given, SCHEMA);
    const project = projectOf(call);
    change(call, project);
    return { status: 200, body: { project: projectView(call.base)(project) } };
  });
  api.guarded('DELETE', '/projects/:projectId', 'delete_project', admins, (call) => {
    const project = projectOf(call);
    const { state } = call.world;
    refuseImmutable('project', project, 'delete');
    if (childrenOf(state, project.id).length > 0) {
      throw notNow(
        `Cannot delete the project ${project.id} since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a whole subtree.`,
      );
    }
    removeProject(state, project.id);
    return { status: 204 };
  });
}

function create(call: KeystoneCall): SimulatedProject {
  const { world, caller } = call;
  const given = bodyOf(call.body, 'project');
  checkNew(given, SCHEMA);
  const domainId = textOf(given, 'domain_id') ?? caller.token.domainId ?? 'default';
  const parentId = textOf(given, 'parent_id') ?? domainId;
  if (world.state.domains.every(({ id }) => id !== domainId)) throw badRequest(`Could not find domain: ${domainId}.`);
  const ancestors = ancestorsOf(world.state, parentId);
  const [parent] = ancestors;
  if (parent === undefined) throw badRequest(`Could not find project: ${parentId}.`);
  if (parent.domainId !== domainId) {
    throw badRequest(
      `Cannot create project, since it specifies its domain_id ${domainId}, but specifies a parent in a different domain (${parent.domainId}).`,
    );
  }
  const off = ancestors.find(({ enabled }) => !enabled);
  if (off !== undefined) {
    throw badRequest(`cannot create a project in a branch containing a disabled project: ${off.id}`);
  }
  const project: SimulatedProject = {
    id: world.ids.keystone('project'),
    name: (textOf(given, 'name') ?? '').trim(),
    domainId,
    parentId,
    description: textOf(given, 'description') ?? '',
    enabled: given['enabled'] !== false,
    tags: (given['tags'] as string[] | undefined) ?? [],
    immutable: optionIn(given) ?? null,
    quota: { instances: -1, cores: -1, ramMiB: -1 },
  };
  refuseSameName(call, project);
  world.state.projects.push(project);
  return project;
}

function change(call: KeystoneCall, project: SimulatedProject): void {
  const given = bodyOf(call.body, 'project');
  const { state } = call.world;
  if ('domain_id' in given && given['domain_id'] !== project.domainId) throw badRequest('Cannot change Domain ID');
  refuseImmutable('project', project, 'update', given);
  if ('parent_id' in given && given['parent_id'] !== project.parentId) {
    throw notNow('Update of `parent_id` is not allowed.');
  }
  const [, ...ancestors] = ancestorsOf(state, project.id);
  if (
    given['enabled'] === true &&
    !project.enabled &&
    ancestors.some(({ enabled, isDomain }) => !enabled && !isDomain)
  ) {
    throw notNow(`Cannot enable project ${project.id} since it has disabled parents`);
  }
  if (given['enabled'] === false && project.enabled && hasEnabledBelow(call, project.id)) {
    throw notNow(`Cannot disable project ${project.id} since its subtree contains enabled projects.`);
  }
  refuseSameName(call, { ...project, name: textOf(given, 'name') ?? project.name });
  const option = optionIn(given);
  Object.assign(project, {
    name: textOf(given, 'name') ?? project.name,
    description: textOf(given, 'description') ?? project.description,
    enabled: given['enabled'] ?? project.enabled,
    tags: given['tags'] ?? project.tags,
    ...(option !== undefined && { immutable: option }),
  });
}

const hasEnabledBelow = (call: KeystoneCall, id: string): boolean =>
  childrenOf(call.world.state, id).some((child) => child.enabled || hasEnabledBelow(call, child.id));

function refuseSameName({ world }: KeystoneCall, { id, name, domainId }: SimulatedProject): void {
  const twin = (one: SimulatedProject) =>
    one.id !== id && one.domainId === domainId && one.name.toLowerCase() === name.toLowerCase();
  if (!world.state.projects.some(twin)) return;
  throw conflict(
    'project',
    `it is not permitted to have two projects with either the same name or same id in the same domain: name is ${name}, project id ${id}`,
  );
}

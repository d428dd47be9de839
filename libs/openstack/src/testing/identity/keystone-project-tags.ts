import type { KeystoneApi } from './keystone-api.ts';
import { refuseTwice, schemaFault } from './keystone-body.ts';
import { notFound } from './keystone-errors.ts';
import { linked } from './keystone-list.ts';
import { admins } from './keystone-policy.ts';
import { mayLook, projectOf } from './keystone-projects.ts';

/** Keystone's `/v3/projects/{id}/tags`. */
export function serveProjectTags(api: KeystoneApi): void {
  const path = '/projects/:projectId/tags';
  api.guarded('GET', path, 'list_project_tags', mayLook, (call) => ({
    status: 200,
    body: { ...linked(call.base, call.path), tags: projectOf(call).tags },
  }));
  api.guarded('PUT', path, 'update_project_tags', admins, (call) => {
    const { tags } = call.body as { tags: string[] };
    tags.forEach(checkTag);
    refuseTwice(tags);
    projectOf(call).tags = tags;
    return { status: 200, body: { ...linked(call.base, call.path), tags } };
  });
  api.guarded('DELETE', path, 'delete_project_tags', admins, (call) => {
    projectOf(call).tags = [];
    return { status: 204 };
  });
  api.guarded('GET', `${path}/:tag`, 'get_project_tag', mayLook, (call) => {
    refuseMissing(projectOf(call).tags, call.params['tag']);
    return { status: 204 };
  });
  api.guarded('PUT', `${path}/:tag`, 'create_project_tag', admins, (call) => {
    const project = projectOf(call);
    const tag = call.params['tag'] ?? '';
    checkTag(tag);
    // One that is there already is not passed over.
    refuseTwice([...project.tags, tag]);
    project.tags.push(tag);
    return { status: 201 };
  });
  api.guarded('DELETE', `${path}/:tag`, 'delete_project_tag', admins, (call) => {
    const project = projectOf(call);
    refuseMissing(project.tags, call.params['tag']);
    project.tags = project.tags.filter((tag) => tag !== call.params['tag']);
    return { status: 204 };
  });
}

function checkTag(tag: string): void {
  if (!/^[^,/]*$/.test(tag)) throw schemaFault(`'${tag}' does not match '^[^,/]*$'`, 'pattern');
}

function refuseMissing(tags: readonly string[], tag: string | undefined): void {
  if (!tags.includes(tag ?? '')) throw notFound('project tag', tag);
}

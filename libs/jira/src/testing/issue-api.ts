import type { SimulatorRequest } from '@opsbook/http/testing';
import type { Api } from './api.ts';
import { checkFields, createMetaOf, fieldsOf, metaOf, requiredIds, userIdIn } from './field-book.ts';
import { type Fields, at, bodyOf, isFields, shown } from './fields.ts';
import type { SimulatedIssue } from './records.ts';
import { badFields, refused } from './refusal.ts';
import type { SimulatedProject } from './settings.ts';
import { changelogView, issueView } from './views.ts';
import type { World } from './world.ts';

/** `/issue`, its metadata, properties, assignee and watchers. */
export function serveIssues(api: Api): void {
  const { world } = api;
  api.platform('POST', '/issue', ({ body }) => {
    const { id, key } = create(world, bodyOf(bodyOf(body)['fields']));
    return { status: 201, body: { id, key, self: `${api.url}/rest/api/issue/${id}` } };
  });
  api.platform('GET', '/issue/:key', (request) => {
    const wanted = request.query.getAll('fields').flatMap((names) => names.split(','));
    const issue = issueOf(world, request);
    const view = issueView(world, api.url, issue, wanted.length === 0 ? undefined : wanted);
    const expand = (request.query.get('expand') ?? '').split(',');
    return {
      status: 200,
      body: {
        ...view,
        ...(expand.includes('names') && { names: namesOf(world, issue) }),
        ...(expand.includes('changelog') && { changelog: changelogView(world, issue) }),
      },
    };
  });
  api.platform('PUT', '/issue/:key', (request) => {
    edit(world, request);
    return { status: 204 };
  });
  api.platform('GET', '/issue/:key/editmeta', (request) => {
    const { project, type } = issueOf(world, request);
    const fields = fieldsOf(world, world.project(project) as SimulatedProject, type);
    return {
      status: 200,
      body: { fields: Object.fromEntries(fields.map((field) => [field.id, metaOf(field, field.id === 'summary')])) },
    };
  });
  serveMeta(api);
  serveProperties(api);
  servePeople(api);
}

// Of all fields of the type, also where the issue has no value.
const namesOf = (world: World, { project, type }: SimulatedIssue): Fields =>
  Object.fromEntries(
    fieldsOf(world, world.project(project) as SimulatedProject, type).map(({ id, name }) => [id, name]),
  );

const issueOf = (world: World, { params }: SimulatorRequest) => world.issue(params['key'] ?? '');

function create(world: World, fields: Fields) {
  const project = world.project(shown(at(fields['project'], 'key')));
  if (project === undefined) throw badFields({ project: 'valid project is required' });
  const type = typeIn(project, fields['issuetype']);
  if (type === undefined) throw badFields({ issuetype: 'The issue type selected is invalid.' });
  const { project: _project, issuetype: _type, ...rest } = fields;
  const kept = checkFields(world, rest, fieldsOf(world, project, type), requiredIds(world, project, type));
  const parent = at(kept['parent'], 'key') ?? kept['customfield_10099'];
  if (typeof parent === 'string' && !world.issues.some(({ key }) => key === parent)) {
    throw badFields({ parent: 'Could not find valid id or key.' });
  }
  const { assignee, reporter, ...others } = kept;
  const issue = world.add({
    project: project.key,
    type,
    fields: others,
    reporter: userIdIn(reporter, world.cloud) ?? world.settings.account,
  });
  issue.assignee = userIdIn(assignee, world.cloud);
  return issue;
}

function typeIn({ types }: SimulatedProject, given: unknown): string | undefined {
  const byId = types[Number(at(given, 'id')) - 1];
  return byId ?? types.find((name) => name === at(given, 'name'));
}

function edit(world: World, request: SimulatorRequest): void {
  const issue = issueOf(world, request);
  const { fields = {}, update = {} } = bodyOf(request.body);
  const screen = fieldsOf(world, world.project(issue.project) as SimulatedProject, issue.type);
  const kept = checkFields(world, fields as Fields, screen, []);
  const operations = at(update, 'labels');
  let labels = (issue.fields['labels'] ?? []) as string[];
  for (const operation of Array.isArray(operations) ? (operations as unknown[]) : []) {
    const [add, remove] = [at(operation, 'add'), at(operation, 'remove')];
    if (typeof add === 'string') {
      checkFields(world, { labels: [add] }, screen, []);
      labels = [...labels.filter((label) => label !== add), add];
    }
    labels = labels.filter((label) => label !== remove);
  }
  Object.assign(issue.fields, kept, { labels });
  issue.updated = world.now();
}

function serveMeta(api: Api): void {
  const { world } = api;
  const projectOf = ({ params }: SimulatorRequest): SimulatedProject => {
    const project = world.project(params['project'] ?? '');
    if (project !== undefined) return project;
    throw refused(404, `No project could be found with key '${params['project'] ?? ''}'.`);
  };
  const page = (request: SimulatorRequest, name: string, all: readonly unknown[]) => {
    const startAt = Number(request.query.get('startAt') ?? 0);
    const maxResults = Math.min(Number(request.query.get('maxResults') ?? 50), world.settings.pageSize);
    const items = all.slice(startAt, startAt + maxResults);
    const frame = { startAt, maxResults, total: all.length };
    // Cloud names the list after what is in it.
    return {
      status: 200,
      body: world.cloud
        ? { ...frame, [name]: items }
        : { ...frame, isLast: startAt + items.length >= all.length, values: items },
    };
  };
  api.platform('GET', '/issue/createmeta/:project/issuetypes', (request) => {
    const types = projectOf(request).types.map((name, index) => ({ id: String(index + 1), name, subtask: false }));
    return page(request, 'issueTypes', types);
  });
  api.platform('GET', '/issue/createmeta/:project/issuetypes/:type', (request) => {
    const project = projectOf(request);
    const type = typeIn(project, { id: request.params['type'] });
    if (type === undefined) throw refused(404, 'The issue type selected is invalid.');
    return page(request, 'fields', createMetaOf(world, project, type));
  });
}

function serveProperties(api: Api): void {
  const { world } = api;
  api.platform('GET', '/issue/:key/properties/:name', (request) => {
    const issue = issueOf(world, request);
    const name = request.params['name'] ?? '';
    if (!(name in issue.properties)) throw refused(404, `The property with key '${name}' does not exist.`);
    return { status: 200, body: { key: name, value: issue.properties[name] } };
  });
  api.platform('PUT', '/issue/:key/properties/:name', (request) => {
    const issue = issueOf(world, request);
    const name = request.params['name'] ?? '';
    const existed = name in issue.properties;
    if (JSON.stringify(request.body).length > 32_768) throw refused(400, 'The property value is too long.');
    issue.properties[name] = request.body;
    return { status: existed ? 200 : 201 };
  });
}

function servePeople(api: Api): void {
  const { world } = api;
  api.platform('PUT', '/issue/:key/assignee', (request) => {
    const issue = issueOf(world, request);
    const body = bodyOf(request.body);
    const id = body[world.cloud ? 'accountId' : 'name'];
    if (id !== null && (typeof id !== 'string' || world.user(id) === undefined)) {
      throw badFields({ assignee: `User '${shown(id)}' does not exist.` });
    }
    issue.assignee = id ?? undefined;
    issue.updated = world.now();
    return { status: 204 };
  });
  api.platform('POST', '/issue/:key/watchers', (request) => {
    const issue = issueOf(world, request);
    const id = request.body;
    if (isFields(id) || typeof id !== 'string') throw refused(400, 'The request body must be a JSON text.');
    if (world.user(id) === undefined) throw refused(404, 'The user does not exist.');
    if (!issue.watchers.includes(id)) issue.watchers.push(id);
    return { status: 204 };
  });
}

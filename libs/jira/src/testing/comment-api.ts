import type { SimulatorRequest } from '@opsbook/http/testing';
import { adfFault } from './adf-rules.ts';
import type { Api } from './api.ts';
import { type Fields, at, bodyOf } from './fields.ts';
import type { SimulatedComment, SimulatedIssue } from './records.ts';
import { badFields, refused } from './refusal.ts';
import { commentView } from './views.ts';
import type { World } from './world.ts';

/** `/issue/{key}/comment`, and Cloud's `/comment/list`. */
export function serveComments(api: Api): void {
  const { world } = api;
  const issueOf = ({ params }: SimulatorRequest): SimulatedIssue => world.issue(params['key'] ?? '');
  api.platform('GET', '/issue/:key/comment', (request) => {
    const all = issueOf(request).comments;
    const startAt = Number(request.query.get('startAt') ?? 0);
    const maxResults = Math.min(Number(request.query.get('maxResults') ?? 100), world.settings.pageSize);
    const comments = all.slice(startAt, startAt + maxResults).map((comment) => commentView(world, comment));
    return { status: 200, body: { startAt, maxResults, total: all.length, comments } };
  });
  api.platform('POST', '/issue/:key/comment', (request) => {
    const issue = issueOf(request);
    const posted = bodyOf(request.body);
    const comment: SimulatedComment = {
      id: world.nextId(),
      author: world.settings.account,
      body: checkedBody(world, posted),
      created: world.now(),
      updated: world.now(),
      properties: propertiesIn(posted),
      visibility: posted['visibility'],
    };
    issue.comments.push(comment);
    return { status: 201, body: commentView(world, comment) };
  });
  api.platform('PUT', '/issue/:key/comment/:id', (request) => {
    const comment = issueOf(request).comments.find(({ id }) => id === request.params['id']);
    if (comment === undefined) throw refused(404, `Can not find a comment for the id: ${request.params['id'] ?? ''}.`);
    const posted = bodyOf(request.body);
    comment.body = checkedBody(world, posted);
    comment.updated = world.now();
    // A list that is given replaces all of them; without one they stay.
    if ('properties' in posted) comment.properties = propertiesIn(posted);
    comment.visibility = posted['visibility'];
    return { status: 200, body: commentView(world, comment) };
  });
  if (world.cloud) serveById(api);
}

function serveById(api: Api): void {
  const { world } = api;
  api.platform('POST', '/comment/list', ({ body, query }) => {
    const ids = (bodyOf(body)['ids'] ?? []) as number[];
    if (ids.length > 1000) throw refused(400, 'The number of ids is more than 1000.');
    const found = world.issues.flatMap(({ comments }) => comments).filter(({ id }) => ids.includes(Number(id)));
    const withProperties = (query.get('expand') ?? '').split(',').includes('properties');
    const values = found.map((comment) => ({
      ...commentView(world, comment),
      ...(withProperties && {
        properties: Object.entries(comment.properties).map(([key, value]) => ({ key, value })),
      }),
    }));
    return { status: 200, body: { startAt: 0, maxResults: 1000, total: values.length, isLast: true, values } };
  });
}

function checkedBody(world: World, { body }: Fields): unknown {
  // A document's length is that of its JSON.
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (text.length > 32_767)
    throw badFields({ comment: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' });
  if (world.cloud) {
    if (adfFault(body) !== undefined) throw badFields({ comment: 'Comment body is not valid!' });
  } else if (typeof body !== 'string' || body.trim() === '')
    throw badFields({ comment: 'Comment body can not be empty!' });
  return body;
}

const propertiesIn = ({ properties }: Fields): Record<string, unknown> =>
  Object.fromEntries(
    (Array.isArray(properties) ? (properties as unknown[]) : []).map((property) => [
      String(at(property, 'key')),
      at(property, 'value'),
    ]),
  );

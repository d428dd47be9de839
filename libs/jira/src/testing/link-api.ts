import type { Api } from './api.ts';
import { at, bodyOf } from './fields.ts';
import { refused } from './refusal.ts';

/** `/issueLink` */
export function serveLinks(api: Api): void {
  const { world } = api;
  api.platform('POST', '/issueLink', ({ body }) => {
    const { type, inwardIssue, outwardIssue } = bodyOf(body);
    const name = String(at(type, 'name'));
    const known = world.settings.linkTypes.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw refused(404, `No issue link type with name '${name}' found.`);
    const [inward, outward] = [inwardIssue, outwardIssue].map((issue) => world.issue(String(at(issue, 'key'))).key);
    world.links.push({ id: world.nextId(), type: known.name, inward: inward ?? '', outward: outward ?? '' });
    return { status: 201 };
  });
}

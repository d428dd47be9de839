import { textOf } from './field-book.ts';
import type { SimulatedAttachment, SimulatedComment, SimulatedIssue } from './records.ts';
import type { World } from './world.ts';

/** `2030-01-31T12:00:00.000+0000` */
export const stamp = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');

export function userView(world: World, id: string): Record<string, unknown> {
  const user = world.user(id);
  const { displayName = id, email = '', active = true, hidesEmail = false } = user ?? {};
  if (!world.cloud) return { name: id, key: `JIRAUSER-${id}`, displayName, emailAddress: email, active };
  const shown = hidesEmail && world.settings.account !== id ? {} : { emailAddress: email };
  return { accountId: id, accountType: 'atlassian', displayName, active, ...shown };
}

export const statusView = (world: World, project: string, status: string) => ({
  name: status,
  id: String(Object.keys(world.project(project)?.statuses ?? {}).indexOf(status) + 1),
  statusCategory: { key: world.project(project)?.statuses[status] ?? 'undefined' },
});

export function commentView(world: World, { id, author, body, created, updated }: SimulatedComment) {
  const user = userView(world, author);
  return { id, author: user, updateAuthor: user, body, created: stamp(created), updated: stamp(updated) };
}

export function attachmentView(world: World, url: string, attachment: SimulatedAttachment) {
  const { id, filename, mimeType, content, author, created } = attachment;
  const where = world.cloud
    ? `${url}/rest/api/3/attachment/content/${id}`
    : `${url}/secure/attachment/${id}/${encodeURIComponent(filename)}`;
  return {
    // jira.js reads a text here; Data Center's attachment metadata has a number.
    id,
    filename,
    author: userView(world, author),
    created: stamp(created),
    size: content.length,
    mimeType,
    content: where,
  };
}

/** Cloud gives the newest first, Data Center the oldest. */
export function changelogView(world: World, { changes }: SimulatedIssue) {
  const histories = changes.map(({ at, author, from, to }, index) => ({
    id: String(index + 1),
    author: userView(world, author),
    created: stamp(at),
    items: [{ field: 'status', fieldtype: 'jira', fromString: from, toString: to }],
  }));
  const shown = world.cloud ? histories.toReversed() : histories;
  return { startAt: 0, maxResults: shown.length, total: shown.length, histories: shown };
}

function linkViews(world: World, { key }: SimulatedIssue): unknown[] {
  return world.links
    .filter(({ inward, outward }) => inward === key || outward === key)
    .map((link) => {
      const type = world.settings.linkTypes.find(({ name }) => name === link.type);
      const other =
        link.inward === key ? { outwardIssue: { key: link.outward } } : { inwardIssue: { key: link.inward } };
      return { id: link.id, type, ...other };
    });
}

/** @param wanted ids of fields, `*all`; undefined: all */
export function issueView(world: World, url: string, issue: SimulatedIssue, wanted?: readonly string[]) {
  const { id, key, project, type, status, assignee, reporter, created, updated, fields } = issue;
  const all: Record<string, unknown> = {
    ...fields,
    labels: fields['labels'] ?? [],
    status: statusView(world, project, status),
    issuetype: { name: type, id: String((world.project(project)?.types.indexOf(type) ?? 0) + 1) },
    project: { key: project, name: world.project(project)?.name },
    assignee: assignee === undefined ? null : userView(world, assignee),
    reporter: userView(world, reporter),
    created: stamp(created),
    updated: stamp(updated),
    issuelinks: linkViews(world, issue),
    attachment: issue.attachments.map((one) => attachmentView(world, url, one)),
    watches: { watchCount: issue.watchers.length },
  };
  const names =
    wanted === undefined || wanted.includes('*all') ? Object.keys(all) : wanted.filter((name) => name in all);
  return {
    id,
    key,
    self: `${url}/rest/api/${world.cloud ? 3 : 2}/issue/${id}`,
    fields: Object.fromEntries(names.map((name) => [name, all[name]])),
  };
}

/** What a text search looks at. */
export const searchedText = ({ fields }: SimulatedIssue): string =>
  `${String(fields['summary'])} ${textOf(fields['description'])}`;

import * as z from 'zod';
import type { Api } from '../api.ts';
import { JiraError } from '../errors.ts';
import { projectKey } from '../keys.ts';
import { Listing } from '../listing.ts';
import { type FieldMeta, fieldListItem } from './field-meta.ts';

const PAGE = 50;

const typeSchema = z.object({ id: z.string(), name: z.string() });

// Cloud names the list after what is in it, Data Center calls every list `values`.
const pageOf = <T>(item: z.ZodType<T>) =>
  z
    .object({
      total: z.number().optional(),
      values: z.array(item).optional(),
      issueTypes: z.array(item).optional(),
      fields: z.array(item).optional(),
    })
    .transform(({ total, values, issueTypes, fields }) => ({ total, items: issueTypes ?? fields ?? values ?? [] }));

const typesPage = pageOf(typeSchema);
const fieldsPage = pageOf(fieldListItem);

/** What it takes to create an issue of a type in a project. */
export interface CreateMeta {
  typeId: string;
  fields: FieldMeta[];
}

/**
 * The create metadata of a type (Data Center from 8.4 on).
 * @throws JIRA_NOT_FOUND when there is no such project, or no such type in it: the message lists those there are
 */
export async function createMeta(api: Api, project: string, type: string): Promise<CreateMeta> {
  const projectIdOrKey = projectKey(project);
  const label = `read the issue types of ${project}`;
  const types = await paged(async (at) =>
    api.call({ label, answer: typesPage }, (client, { getCreateIssueMetaIssueTypes }) =>
      getCreateIssueMetaIssueTypes(client, { projectIdOrKey, ...at }),
    ),
  );
  const found = types.find((one) => one.name.toLowerCase() === type.toLowerCase());
  if (found === undefined) {
    const names = types.map(({ name }) => name).join(', ');
    const there = names === '' ? 'the account may create none' : `there are ${names}`;
    throw new JiraError('JIRA_NOT_FOUND', `${project} has no issue type '${type}': ${there}`);
  }
  const fields = await paged(async (at) =>
    api.call(
      { label: `read the fields of ${type} in ${project}`, answer: fieldsPage },
      (client, { getCreateIssueMetaIssueTypeId }) =>
        getCreateIssueMetaIssueTypeId(client, { projectIdOrKey, issueTypeId: found.id, ...at }),
    ),
  );
  return { typeId: found.id, fields };
}

async function paged<T>(
  read: (at: { startAt: number; maxResults: number }) => Promise<{ total: number | undefined; items: T[] }>,
): Promise<T[]> {
  return new Listing<T>(async function* () {
    for (let startAt = 0; ;) {
      const { items, total } = await read({ startAt, maxResults: PAGE });
      yield items;
      startAt += items.length;
      if (items.length === 0 || (total === undefined ? items.length < PAGE : startAt >= total)) return;
    }
  });
}

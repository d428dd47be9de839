import * as z from 'zod';
import { type User, userSchema } from '../users.ts';

/** An issue with what every issue has. */
export interface Issue {
  id: string;
  key: string;
  summary: string;
  /** The status by its name. */
  status: string;
  /** `new`, `indeterminate` (in progress) or `done`, whatever the status is called. */
  statusCategory: string;
  type: string;
  project: string;
  labels: string[];
  assignee: User | undefined;
  reporter: User | undefined;
  /** The description as the API gives it: ADF in Cloud, wiki markup in Data Center. */
  description: unknown;
  /** UTC ISO 8601. */
  created: string;
  /** UTC ISO 8601. */
  updated: string;
  /** Every field that was asked for, as the API gives it, by its id. */
  fields: Record<string, unknown>;
}

/** What {@link issueSchema} reads: asked for with every search. */
export const ISSUE_FIELDS = [
  'summary',
  'status',
  'issuetype',
  'project',
  'labels',
  'assignee',
  'reporter',
  'description',
  'created',
  'updated',
];

const named = z.looseObject({ name: z.string() });

export const issueSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    fields: z.looseObject({
      summary: z.string().nullish(),
      status: z.looseObject({ name: z.string(), statusCategory: z.looseObject({ key: z.string() }).optional() }),
      issuetype: named,
      project: z.looseObject({ key: z.string() }),
      labels: z.array(z.string()).nullish(),
      assignee: userSchema.nullish(),
      reporter: userSchema.nullish(),
      created: z.string(),
      updated: z.string(),
    }),
  })
  .transform(({ id, key, fields }): Issue => {
    const { status, issuetype, project, labels, assignee, reporter, description, created, updated } = fields;
    return {
      id,
      key,
      summary: fields.summary ?? '',
      status: status.name,
      statusCategory: status.statusCategory?.key ?? 'undefined',
      type: issuetype.name,
      project: project.key,
      labels: labels ?? [],
      assignee: assignee ?? undefined,
      reporter: reporter ?? undefined,
      description: description ?? undefined,
      created: utc(created),
      updated: utc(updated),
      fields,
    };
  });

/** Jira writes `2030-01-31T12:00:00.000+0000`, in the account's zone. */
export const utc = (text: string): string => {
  const time = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
};

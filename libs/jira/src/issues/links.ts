import * as z from 'zod';

/** Another issue that an issue is linked to. */
export interface LinkedIssue {
  /** The link's id. */
  id: string;
  /** The other issue. */
  key: string;
  /** The type's name: `Blocks`. */
  type: string;
  /** `outward`: this one blocks the other; `inward`: it is blocked by it. */
  direction: 'outward' | 'inward';
  /** As Jira says it: `is blocked by`. */
  reads: string;
}

const other = z.looseObject({ key: z.string() }).optional();

const linkSchema = z.looseObject({
  id: z.string(),
  type: z.looseObject({ name: z.string(), inward: z.string(), outward: z.string() }),
  inwardIssue: other,
  outwardIssue: other,
});

export const linksSchema = z
  .object({ fields: z.object({ issuelinks: z.array(linkSchema).default([]) }) })
  .transform(({ fields }): LinkedIssue[] =>
    fields.issuelinks.flatMap(({ id, type, inwardIssue, outwardIssue }): LinkedIssue[] => {
      if (outwardIssue !== undefined) {
        return [{ id, key: outwardIssue.key, type: type.name, direction: 'outward', reads: type.outward }];
      }
      return inwardIssue === undefined
        ? []
        : [{ id, key: inwardIssue.key, type: type.name, direction: 'inward', reads: type.inward }];
    }),
  );

import * as z from 'zod';
import { type User, userSchema } from '../users.ts';
import { utc } from './issue.ts';

/** That an issue went from one status to another. */
export interface StatusChange {
  /** UTC ISO 8601. */
  at: string;
  author: User | undefined;
  from: string;
  to: string;
}

const itemSchema = z.looseObject({
  field: z.string(),
  fromString: z.string().nullish(),
  // Where there is none, that of every object is met.
  toString: z.unknown(),
});

const historySchema = z.object({ created: z.string(), author: userSchema.nullish(), items: z.array(itemSchema) });

/** Of an issue with its changelog: Cloud gives the newest first, Data Center the oldest. */
export const statusChangesSchema = z
  .object({ changelog: z.object({ histories: z.array(historySchema).default([]) }) })
  .transform(({ changelog }): StatusChange[] =>
    changelog.histories
      .flatMap(({ created, author, items }) =>
        items
          .filter(({ field }) => field === 'status')
          .map((item) => ({
            at: utc(created),
            author: author ?? undefined,
            from: item.fromString ?? '',
            to: typeof item.toString === 'string' ? item.toString : '',
          })),
      )
      .toSorted((a, b) => a.at.localeCompare(b.at)),
  );

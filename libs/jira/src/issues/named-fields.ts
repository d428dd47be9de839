import * as z from 'zod';

/** A field of an issue, as the API gives its value. */
export interface NamedField {
  id: string;
  /** As Jira shows it. Several fields may have the same. */
  name: string;
  /** null: empty. */
  value: unknown;
}

/** Of an issue with all its fields and their names. */
export const namedFieldsSchema = z
  .object({ names: z.record(z.string(), z.string()), fields: z.record(z.string(), z.unknown()) })
  .transform(({ names, fields }): NamedField[] =>
    Object.entries(names).map(([id, name]) => ({ id, name, value: fields[id] ?? null })),
  );

import * as z from 'zod';

/** What Jira says of a field on a create, edit or transition screen. */
export interface FieldMeta {
  /** `summary`, `customfield_10010`. */
  id: string;
  name: string;
  required: boolean;
  hasDefault: boolean;
  schema: FieldSchema;
  /** Undefined where anything goes. */
  allowed: Allowed[] | undefined;
}

export interface FieldSchema {
  /** `string`, `number`, `option`, `array`, `user`, ... */
  type: string;
  /** Of an array's items. */
  items: string | undefined;
  /** `com.atlassian.jira.plugin.system.customfieldtypes:textarea`, for custom fields. */
  custom: string | undefined;
  /** `description`, for the others. */
  system: string | undefined;
}

export interface Allowed {
  id: string | undefined;
  /** By what it may be called: `name` or `value`. */
  name: string;
}

const schemaSchema = z
  .object({
    type: z.string(),
    items: z.string().optional(),
    custom: z.string().optional(),
    system: z.string().optional(),
  })
  .transform(({ type, items, custom, system }): FieldSchema => ({ type, items, custom, system }));

const allowedSchema = z
  .object({
    id: z.string().optional(),
    name: z.string().optional(),
    value: z.string().optional(),
    key: z.string().optional(),
  })
  .transform(({ id, name, value, key }): Allowed => ({ id, name: value ?? name ?? key ?? id ?? '' }));

const shape = {
  name: z.string(),
  required: z.boolean().default(false),
  hasDefaultValue: z.boolean().default(false),
  schema: schemaSchema.default({ type: 'any', items: undefined, custom: undefined, system: undefined }),
  // Some fields allow a tree, or anything else that has no name: then nothing is checked.
  allowedValues: z.array(allowedSchema).optional().catch(undefined),
};

type Raw = z.output<z.ZodObject<typeof shape>>;

const toMeta = (id: string, { name, required, hasDefaultValue, schema, allowedValues }: Raw): FieldMeta => ({
  id,
  name,
  required,
  hasDefault: hasDefaultValue,
  schema,
  allowed: allowedValues === undefined || allowedValues.length === 0 ? undefined : allowedValues,
});

/** In a list, as create metadata has them. */
export const fieldListItem = z
  .object({ ...shape, fieldId: z.string() })
  .transform(({ fieldId, ...raw }): FieldMeta => toMeta(fieldId, raw));

/** By id, as edit metadata and transitions have them. */
export const fieldsById = z
  .record(z.string(), z.object(shape))
  .transform((fields): FieldMeta[] => Object.entries(fields).map(([id, raw]) => toMeta(id, raw)));

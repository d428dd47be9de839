import * as z from 'zod';
import type { FieldMeta } from '../issues/field-meta.ts';

/** A field of a request type. */
export type RequestField = FieldMeta;

const valueSchema = z.object({ value: z.string(), label: z.string().default('') });

const fieldSchema = z
  .object({
    fieldId: z.string(),
    name: z.string().default(''),
    required: z.boolean().default(false),
    defaultValues: z.array(z.unknown()).default([]),
    presetValues: z.array(z.unknown()).default([]),
    // Lists with levels have no plain values: then nothing is checked.
    validValues: z.array(valueSchema).default([]).catch([]),
    jiraSchema: z
      .object({
        type: z.string(),
        items: z.string().optional(),
        custom: z.string().optional(),
        system: z.string().optional(),
      })
      .default({ type: 'any' }),
  })
  .transform(({ fieldId, name, required, defaultValues, presetValues, validValues, jiraSchema }): RequestField => {
    const { type, items, custom, system } = jiraSchema;
    return {
      id: fieldId,
      name,
      required,
      hasDefault: defaultValues.length > 0 || presetValues.length > 0,
      schema: { type, items, custom, system },
      allowed:
        validValues.length === 0 ? undefined : validValues.map(({ value, label }) => ({ id: value, name: label })),
    };
  });

/** What Service Management says of a request type, and of what the account may do with it. */
export const requestFieldsSchema = z
  .object({
    requestTypeFields: z.array(fieldSchema).default([]),
    canRaiseOnBehalfOf: z.boolean().default(false),
    canAddRequestParticipants: z.boolean().default(false),
  })
  .transform(({ requestTypeFields, canRaiseOnBehalfOf, canAddRequestParticipants }) => {
    return { fields: requestTypeFields, canRaiseOnBehalfOf, canAddParticipants: canAddRequestParticipants };
  });

import * as z from 'zod';
import { type FieldMeta, fieldsById } from '../issues/field-meta.ts';

/** A way out of the status that an issue is in. */
export interface Transition {
  id: string;
  /** `Start progress` */
  name: string;
  /** The status it leads to, by name. */
  to: string;
  /** Whether that status is of the category "done". */
  toDone: boolean;
  /** What can be given on its screen. */
  fields: FieldMeta[];
}

export const transitionsSchema = z
  .object({
    transitions: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        to: z.looseObject({ name: z.string(), statusCategory: z.looseObject({ key: z.string() }).optional() }),
        fields: fieldsById.default([]),
        isAvailable: z.boolean().default(true),
      }),
    ),
  })
  .transform(({ transitions }) =>
    transitions
      .filter(({ isAvailable }) => isAvailable)
      .map(({ id, name, to, fields }): Transition => {
        return { id, name, to: to.name, toDone: to.statusCategory?.key === 'done', fields };
      }),
  );

/** The fields that have to be given. */
export const mustBeGiven = ({ fields }: Transition): FieldMeta[] =>
  fields.filter(({ required, hasDefault }) => required && !hasDefault);

/** `'Start progress' to In Progress, 'Close' to Done (needs Resolution)` */
export function listed(transitions: readonly Transition[]): string {
  if (transitions.length === 0) return 'nothing is possible from here for this account';
  const each = transitions.map((transition) => {
    const needs = mustBeGiven(transition).map(({ name }) => name);
    return `'${transition.name}' to ${transition.to}${needs.length > 0 ? ` (needs ${needs.join(', ')})` : ''}`;
  });
  return `possible from here: ${each.join(', ')}`;
}

import * as z from 'zod';
import { cloud } from '../fields.ts';
import { jira } from '../ticket/fields.ts';
import { CreateInput } from './create-input.ts';

const { cloud: _, ...shape } = CreateInput.shape;
const names = Object.keys(shape) as (keyof typeof shape)[];

/** What `project.create-from-ticket` is given. */
export const IntakeInput = z.strictObject({
  cloud,
  jira,
  issue: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]*-[1-9]\d*$/)
    .toUpperCase()
    .describe('Key of the issue that asks for the project'),
  approval: z
    .enum(['transition', 'command'])
    .default('transition')
    .describe('How people say yes: by moving the issue to its approved status, or by answering the run'),
  overrides: z
    .partialRecord(z.enum(names), z.json())
    .default({})
    .superRefine(refuseUnfit)
    .describe('Fields of `project.create` that are to be so, whatever the issue says'),
});

export type IntakeInput = z.output<typeof IntakeInput>;

function refuseUnfit(overrides: object, context: z.core.$RefinementCtx): void {
  for (const [name, value] of Object.entries(overrides)) {
    const checked = (shape as Record<string, z.ZodType>)[name]?.safeParse(value);
    for (const { path, message } of checked?.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [name, ...path], message });
  }
}

import * as z from 'zod';
import { NAME } from './parameter-schema.ts';

/** orquesta `orquesta/specs/types.py`. */
const text = z.string().min(1);
const textOrCount = z.union([text, z.int().nonnegative()]);
const unique = (values: readonly unknown[]): boolean =>
  new Set(values.map((value) => JSON.stringify(value))).size === values.length;
const oneKey = z
  .record(z.string().regex(NAME), z.unknown())
  .refine((map) => Object.keys(map).length === 1, 'one key each');
const oneKeys = z.array(oneKey).min(1).refine(unique);

const transition = z.strictObject({
  when: text.optional(),
  publish: z.union([text, oneKeys]).optional(),
  do: z.union([text, z.array(text).min(1).refine(unique)]).optional(),
});

const task = z.strictObject({
  delay: textOrCount.optional(),
  join: z.union([z.literal('all'), z.int().nonnegative()]).optional(),
  with: z.union([text, z.strictObject({ items: text.optional(), concurrency: textOrCount.optional() })]).optional(),
  action: text.optional(),
  input: z
    .union([
      text,
      z.record(z.string(), z.unknown()).refine((input) => Object.keys(input).length > 0, 'an empty input is left out'),
    ])
    .optional(),
  retry: z.strictObject({ when: text.optional(), count: textOrCount, delay: textOrCount.optional() }).optional(),
  next: z.array(transition).optional(),
});
export type Task = z.infer<typeof task>;

/** `actions/workflows/<name>.yaml` (orquesta 1.6 `orquesta/specs/native/v1/models.py`, `WorkflowSpec` and what it is made of). */
export const workflowShape = z.strictObject({
  version: z.union([z.literal('1.0'), z.literal(1)]).optional(),
  name: text.optional(),
  description: text.optional(),
  tags: z.array(text).min(1).refine(unique).optional(),
  vars: oneKeys.optional(),
  input: z
    .array(z.union([text, oneKey]))
    .min(1)
    .refine(unique)
    .optional(),
  output: oneKeys.optional(),
  tasks: z.record(z.string().regex(NAME), task).refine((tasks) => Object.keys(tasks).length > 0, 'without tasks'),
});
export type Workflow = z.infer<typeof workflowShape>;

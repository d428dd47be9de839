import * as z from 'zod';
import { tagsShape } from './action-shape.ts';

/** A schema of a trigger type is any object to st2, until something is checked by it. */
const schema = z.record(z.string(), z.unknown()).nullish();

/** `triggers/<name>.yaml`, and an entry of a sensor's `trigger_types` (st2 `st2common/models/api/trigger.py`, `TriggerTypeAPI`). */
export const triggerTypeShape = z.strictObject({
  id: z.string().nullish(),
  ref: z.string().nullish(),
  uid: z.string().nullish(),
  name: z.string(),
  pack: z.string().nullish(),
  description: z.string().nullish(),
  payload_schema: schema,
  parameters_schema: schema,
  tags: tagsShape,
  metadata_file: z.string().nullish(),
});
export type TriggerType = z.infer<typeof triggerTypeShape>;

import * as z from 'zod';
import { outputShape, parametersShape } from './parameter-schema.ts';

/** st2 `st2common/models/api/tag.py`, and the `tags` of each kind of file. */
export const tagsShape = z.array(z.looseObject({})).nullish();

/** st2 `st2common/models/api/notification.py`. */
const notice = z
  .strictObject({
    message: z.string().nullish(),
    data: z.looseObject({}).nullish(),
    routes: z.array(z.unknown()).nullish(),
    /** The old name of `routes`. */
    channels: z.array(z.unknown()).nullish(),
  })
  .nullish();

/**
 * `actions/<name>.yaml` (st2 `st2common/models/api/action.py`, `ActionAPI`). Unknown keys are refused; null counts as absent.
 * `metadata_file` is set by st2 (`st2common/bootstrap/actionsregistrar.py`).
 */
export const actionShape = z.strictObject({
  id: z.string().nullish(),
  ref: z.string().nullish(),
  uid: z.string().nullish(),
  name: z.string(),
  description: z.string().nullish(),
  enabled: z.boolean().nullish(),
  runner_type: z.string(),
  entry_point: z.string().nullish(),
  /** Where it is given, it must be the pack's own (`actionsregistrar.py`). */
  pack: z.string().nullish(),
  parameters: parametersShape.nullish(),
  /** Of no effect with the local runners. */
  output_schema: outputShape.nullish(),
  tags: tagsShape,
  notify: z.strictObject({ 'on-complete': notice, 'on-failure': notice, 'on-success': notice }).nullish(),
  metadata_file: z.string().nullish(),
});
export type Action = z.infer<typeof actionShape>;

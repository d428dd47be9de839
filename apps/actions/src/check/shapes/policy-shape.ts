import * as z from 'zod';
import { NAME } from './parameter-schema.ts';

/** `policies/<name>.yaml` (st2 `st2common/models/api/policy.py`, `PolicyAPI`). Unknown keys are refused, and parameters that are null. */
export const policyShape = z.strictObject({
  id: z.string().nullish(),
  uid: z.string().nullish(),
  name: z.string(),
  pack: z.string().nullish(),
  ref: z.string().nullish(),
  description: z.string().nullish(),
  enabled: z.boolean().nullish(),
  resource_ref: z.string(),
  policy_type: z.string(),
  parameters: z
    .record(
      z.string().regex(NAME),
      z.unknown().refine((value) => value !== null, 'null is refused'),
    )
    .nullish(),
  metadata_file: z.string().nullish(),
});
export type Policy = z.infer<typeof policyShape>;

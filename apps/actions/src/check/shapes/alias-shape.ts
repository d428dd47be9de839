import * as z from 'zod';

/**
 * `aliases/<name>.yaml` (st2 `st2common/models/api/action.py`, `ActionAliasAPI`). Unknown keys are refused, except within a format, `ack`,
 * `result` and `extra`. `pack` is filled in by st2 (`st2common/bootstrap/aliasesregistrar.py`), `formats` is read without a default.
 */
export const aliasShape = z.strictObject({
  id: z.string().nullish(),
  ref: z.string().nullish(),
  uid: z.string().nullish(),
  name: z.string(),
  pack: z.string().nullish(),
  description: z.string().nullish(),
  enabled: z.boolean().nullish(),
  action_ref: z.string(),
  formats: z.array(
    z.union([
      z.string(),
      z.looseObject({ display: z.string().nullish(), representation: z.array(z.string()).nullish() }),
    ]),
  ),
  ack: z
    .looseObject({
      enabled: z.boolean().nullish(),
      format: z.string().nullish(),
      extra: z.looseObject({}).nullish(),
      append_url: z.boolean().nullish(),
    })
    .nullish(),
  result: z
    .looseObject({
      enabled: z.boolean().nullish(),
      format: z.string().nullish(),
      extra: z.looseObject({}).nullish(),
    })
    .nullish(),
  extra: z.looseObject({}).nullish(),
  immutable_parameters: z.record(z.string(), z.unknown()).nullish(),
  metadata_file: z.string().nullish(),
});
export type Alias = z.infer<typeof aliasShape>;

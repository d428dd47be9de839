import * as z from 'zod';
import { tagsShape } from './action-shape.ts';

const RULE_TYPES = ['standard', 'backstop'] as const;

/**
 * `rules/<name>.yaml` (st2 `st2common/models/api/rule.py`, `RuleAPI`). Unknown keys are refused, except in `trigger`. A rule without
 * `enabled` is off.
 */
export const ruleShape = z.strictObject({
  id: z.string().nullish(),
  ref: z.string().nullish(),
  uid: z.string().nullish(),
  name: z.string(),
  pack: z.string().nullish(),
  description: z.string().nullish(),
  /** Stricter than st2, which takes any text: these are the types that there are (st2 `st2common/constants/rules.py`). */
  type: z.strictObject({ ref: z.enum(RULE_TYPES), parameters: z.looseObject({}).nullish() }).nullish(),
  trigger: z.looseObject({
    type: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    ref: z.string().nullish(),
  }),
  /** Its entries are checked by `criteriaFaults`. */
  criteria: z.record(z.string(), z.unknown()).nullish(),
  action: z.strictObject({
    ref: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
  enabled: z.boolean().nullish(),
  context: z.looseObject({}).nullish(),
  tags: tagsShape,
  metadata_file: z.string().nullish(),
});
export type Rule = z.infer<typeof ruleShape>;

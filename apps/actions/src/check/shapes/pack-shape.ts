import * as z from 'zod';
import { parametersShape } from './parameter-schema.ts';

/** st2 `st2common/constants/pack.py`. */
const REF = /^[a-z0-9_]+$/;
const VERSION =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\da-z-]+(?:\.[\da-z-]+)*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/;
const ST2_VERSION = /^((>?>|>=|=|<=|<?<)\s*[0-9]+\.[0-9]+\.[0-9]+?(\s*,)?\s*)+$/;
const RESERVED = ['_global', 'core', 'packs', 'default', 'linux', 'chatops'];

const texts = z.array(z.string()).nullish();

/**
 * `pack.yaml` (st2 `st2common/models/api/pack.py`, `PackAPI`). Unknown keys pass. A version that YAML takes for a number becomes a text.
 * Stricter than st2: `ref` is required, since it would be the name of whatever folder the pack lies in, and names of st2's own packs are
 * refused, which are only refused when a pack is removed.
 */
export const packShape = z.looseObject({
  id: z.string().nullish(),
  name: z.string(),
  ref: z
    .string()
    .regex(REF)
    .refine((ref) => !RESERVED.includes(ref), 'a name of StackStorm itself'),
  uid: z.string().nullish(),
  description: z.string(),
  keywords: texts,
  version: z.preprocess(
    (version) => (typeof version === 'number' ? String(version) : version),
    z.string().regex(VERSION),
  ),
  stackstorm_version: z.string().regex(ST2_VERSION).nullish(),
  python_versions: z
    .array(z.enum(['2', '3']))
    .min(1)
    .max(2)
    .refine((versions) => new Set(versions).size === versions.length)
    .nullish(),
  author: z.string(),
  email: z.string().nullish(),
  contributors: z.array(z.string().max(100)).nullish(),
  files: texts,
  dependencies: texts,
  system: z.looseObject({}).nullish(),
  path: z.string().nullish(),
});

/** `config.schema.yaml`: what a key is, by name; empty is refused (st2 `st2common/bootstrap/base.py`, `ConfigSchemaAPI`). */
export const configShape = parametersShape.refine((keys) => Object.keys(keys).length > 0, 'without keys');

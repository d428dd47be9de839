import type * as z from 'zod';
import type { Fault } from './errors.ts';
import type { configSchema } from './schema/config-schema.ts';

/**
 * The configuration with its defaults filled in, paths made absolute and secrets resolved. Everything in it may be shown:
 * secrets print as `***`.
 */
export interface Config extends z.output<typeof configSchema> {
  /** Absolute path of the file; undefined if there is none, so that everything is default. */
  path: string | undefined;
  /** What is allowed but unwise: a secret in plain text. */
  warnings: readonly Fault[];
}

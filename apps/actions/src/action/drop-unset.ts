import type { AnyRunbook, Json } from '@opsbook/runbook';
import type * as z from 'zod';

/**
 * Leaves out the parameters that were not given, so that the runbook's defaults hold. StackStorm renders them as null, and a
 * null that somebody gave as well: the two cannot be told apart. So a null stays only where leaving it out would be refused
 * and the runbook takes it: it must have been meant.
 */
export function dropUnset(runbook: AnyRunbook, params: Readonly<Record<string, Json>>): Record<string, Json> {
  const { shape } = runbook.input as Partial<z.ZodObject<Record<string, z.ZodType>>>;
  const isMeant = (key: string): boolean => {
    const field = shape?.[key];
    return field !== undefined && !field.safeParse(undefined).success && field.safeParse(null).success;
  };
  return Object.fromEntries(Object.entries(params).filter(([key, value]) => value !== null || isMeant(key)));
}

import { UsageError } from '../usage-error.ts';

/** The whole number above 0 that an option was given. Throws {@link UsageError}. */
export function parseCount(option: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError(`${option} must be a whole number above 0, not '${text}'`);
  return Number(text);
}

import {
  NotReproduced,
  type Reference,
  TemplateSyntaxError,
  looksLikeTemplate,
  parseTemplate,
  references,
} from '@opsbook/stackstorm';
import type { Report } from '../fault.ts';

/** The variables that a value's templates use, with the place of each; a template that cannot be read is noted. */
export function referencesIn(value: unknown, at: string, report: Report): { at: string; reference: Reference }[] {
  if (typeof value === 'string') {
    if (!looksLikeTemplate(value)) return [];
    try {
      const parts = parseTemplate(value).flatMap((part) => ('text' in part ? [] : references(part.expression)));
      return parts.map((reference) => ({ at, reference }));
    } catch (error) {
      if (!(error instanceof NotReproduced) && !(error instanceof TemplateSyntaxError)) throw error;
      report(at, `is no template that can be checked: ${error.message}`);
      return [];
    }
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => referencesIn(item, `${at}.${key}`, report));
}

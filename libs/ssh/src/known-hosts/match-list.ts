import { matchesGlob } from '@opsbook/context';

/**
 * Whether a name fits a list of patterns as OpenSSH's match_pattern_list does it (match.c): one negated pattern that fits
 * decides against it, wherever it stands; negated patterns alone never decide for it.
 */
export function matchesList(patterns: readonly string[], name: string): boolean {
  let found = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (!matchesGlob(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

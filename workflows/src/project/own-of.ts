import { type Look, absent, done, failed, keep } from '@opsbook/runbook';

/**
 * Whether what is known by its name is there.
 * @param made the id of the one that this run made, or found: from then on others of that name do not count
 */
export function oneOf<T extends { id: string; name: string }>(found: readonly T[], made?: string): Look<T> {
  const those = made === undefined ? found : found.filter(({ id }) => id === made);
  const [first, second] = those;
  if (first === undefined) return absent();
  if (second === undefined) return done(first);
  return failed(`${those.length} are called '${first.name}': ${those.map(({ id }) => id).join(', ')}`);
}

/** The id of what an undo may delete. Where it cannot be told from others of that name, all of them stay. */
export function ownOf(found: readonly { id: string }[], made: string | undefined): string {
  const own = made === undefined ? found : found.filter(({ id }) => id === made);
  const [first, second] = own;
  if (first === undefined || second !== undefined) keep(`which one was made cannot be told of ${found.length}`);
  return first.id;
}

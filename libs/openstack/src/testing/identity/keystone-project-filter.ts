import type { SimulatedProject } from './identity-records.ts';
import { matches } from './keystone-list.ts';

/** Whether a project fits a list's query. */
export function isWanted(
  query: URLSearchParams,
  { name, domainId, parentId, enabled, tags }: SimulatedProject,
): boolean {
  if (!matches(query, { name, domain_id: domainId, parent_id: parentId, enabled })) return false;
  const has = (tag: string) => tags.includes(tag);
  const asked = (key: string, fits: (wanted: string[]) => boolean) =>
    !query.has(key) || fits((query.get(key) ?? '').split(','));
  return (
    asked('tags', (wanted) => wanted.every(has)) &&
    asked('tags-any', (wanted) => wanted.some(has)) &&
    asked('not-tags', (wanted) => !wanted.every(has)) &&
    asked('not-tags-any', (wanted) => !wanted.some(has))
  );
}

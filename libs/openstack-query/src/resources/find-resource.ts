import { RESOURCES } from './catalogue.ts';
import { foldName } from './fold-name.ts';
import type { Resource } from './resource.ts';

/** The kind that a text means, in the plural or the singular. */
export function findResource(text: string): Resource | undefined {
  const folded = foldName(text);
  return Object.values(RESOURCES).find(({ name, singular }) => [foldName(name), foldName(singular)].includes(folded));
}

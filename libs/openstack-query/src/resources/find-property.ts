import { foldName } from './fold-name.ts';
import type { Resource } from './resource.ts';

const indexes = new WeakMap<Resource, ReadonlyMap<string, string>>();

/**
 * The property that a text means: its name or an alias, also behind the resource's own name (`server_name`), as older tools
 * wrote them. Its name comes first.
 */
export function findProperty(resource: Resource, text: string): string | undefined {
  if (Object.hasOwn(resource.properties, text)) return text;
  const index = indexes.get(resource) ?? indexOf(resource);
  indexes.set(resource, index);
  const folded = foldName(text);
  const own = foldName(resource.singular);
  return index.get(folded) ?? (folded.startsWith(own) ? index.get(folded.slice(own.length)) : undefined);
}

function indexOf({ properties }: Resource): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const [name, { aliases }] of Object.entries(properties)) {
    for (const alias of aliases) if (!index.has(foldName(alias))) index.set(foldName(alias), name);
  }
  for (const name of Object.keys(properties)) index.set(foldName(name), name);
  return index;
}

import type { TestedKind } from '../condition/operators.ts';
import type { QueryErrorCode } from '../errors.ts';
import { suggestion } from '../nearest.ts';
import { resourceOf } from '../resources/catalogue.ts';
import { findProperty } from '../resources/find-property.ts';
import { foldName } from '../resources/fold-name.ts';
import type { AnyProperty } from '../resources/property.ts';
import { type Join, type Resource, propertyOf } from '../resources/resource.ts';

/** A property as a query names it: its own (`status`), a joined one's (`user.email`), a map's entry (`metadata.purpose`). */
export interface Path {
  /** Its canonical name, and the column's. */
  readonly name: string;
  readonly kind: TestedKind;
  readonly property: AnyProperty;
  /** The property's own name. */
  readonly own: string;
  /** The join it is reached by. */
  readonly join: { readonly name: string; readonly of: Join } | undefined;
  /** The key in a map. */
  readonly key: string | undefined;
}

export interface PathFault {
  code: QueryErrorCode;
  message: string;
}

/** The property that a text means, or what is wrong with it. */
export function resolvePath(resource: Resource, text: string): Path | PathFault {
  const [head, rest] = cut(text);
  const join = rest === undefined ? undefined : findJoin(resource, head);
  if (rest === undefined || join === undefined) {
    const shortcut = findProperty(resource, head) === undefined ? findShortcut(resource, text) : undefined;
    return shortcut === undefined ? propertyPath(resource, text, undefined) : resolvePath(resource, shortcut);
  }
  return propertyPath(resourceOf(join.of.to), rest, join, resource);
}

export const isPath = (found: Path | PathFault): found is Path => 'kind' in found;

/** A join by its name, in whatever letter case. */
export function findJoin({ joins }: Resource, text: string): Path['join'] {
  const folded = foldName(text);
  const [name, of] = Object.entries(joins).find(([one]) => foldName(one) === folded) ?? [];
  return name === undefined || of === undefined ? undefined : { name, of };
}

/** `disabledReason` of hypervisors, which their compute service has. */
function findShortcut(resource: Resource, text: string): string | undefined {
  return resource.shortcuts?.find((path) => {
    const [name, own = ''] = cut(path);
    const join = findJoin(resource, name);
    return join !== undefined && findProperty(resourceOf(join.of.to), text) === own;
  });
}

function propertyPath(resource: Resource, text: string, join: Path['join'], asked = resource): Path | PathFault {
  const [head, key] = cut(text);
  const own = findProperty(resource, head);
  const prefix = join === undefined ? '' : `${join.name}.`;
  if (own === undefined) return unknownProperty(resource, head, asked, prefix);
  const property = propertyOf(resource, own);
  if (key !== undefined && property.kind !== 'map') {
    return {
      code: 'QUERY_UNKNOWN_PROPERTY',
      message: `'${prefix}${own}' is a ${property.kind}: nothing stands behind a dot`,
    };
  }
  const name = `${prefix}${own}${key === undefined ? '' : `.${key}`}`;
  return { name, kind: key === undefined ? property.kind : 'entry', property, own, join, key };
}

function unknownProperty(resource: Resource, text: string, asked: Resource, prefix: string): PathFault {
  const code = 'QUERY_UNKNOWN_PROPERTY';
  const join = findJoin(resource, text);
  if (join !== undefined && prefix === '') {
    const columns = resourceOf(join.of.to).joinColumns.map((column) => `${join.name}.${column}`);
    return { code, message: `'${join.name}' is another resource: name a property of it, as ${columns.join(', ')}` };
  }
  const known = [...Object.keys(resource.properties), ...(prefix === '' ? Object.keys(asked.joins) : [])];
  const near = suggestion(text, known);
  const all = near === '' ? `; there are ${known.join(', ')}` : near;
  return { code, message: `${resource.name} have no property '${text}'${all}` };
}

function cut(text: string): [string, string | undefined] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}

import type { Condition, TestCondition } from '../condition/condition.ts';
import type { Faults } from '../errors.ts';
import { suggestion } from '../nearest.ts';
import { linksOf } from '../resources/catalogue.ts';
import { foldName } from '../resources/fold-name.ts';
import type { Resource } from '../resources/resource.ts';
import type { Bound, BoundLink, BoundTest, Source } from './bound.ts';
import { type Path, isPath, resolvePath } from './path.ts';
import { ValueFault, valueTest } from './value-test.ts';

/** Where faults are told, and what ages are counted from. */
export interface Binding {
  faults: Faults;
  /** The part of the query that is bound: `where[0]`. */
  part: string;
  /** Milliseconds. */
  now: number;
}

/** Finds what a condition names. undefined: something is wrong, and `faults` knows it. */
export function bindCondition(resource: Resource, condition: Condition, binding: Binding): Bound | undefined {
  switch (condition.kind) {
    case 'test':
      return bindTest(resource, condition, binding);
    case 'linked':
      return bindLink(resource, condition, binding);
    case 'not': {
      const of = bindCondition(resource, condition.of, binding);
      return of && { kind: 'not', of };
    }
    case 'and':
    case 'or': {
      const of = condition.of.map((one) => bindCondition(resource, one, binding));
      return { kind: condition.kind, of: of.filter((one) => one !== undefined) };
    }
  }
}

function bindTest(resource: Resource, condition: TestCondition, binding: Binding): BoundTest | undefined {
  const { property, operator, values, at } = condition;
  const { faults, part, now } = binding;
  const path = resolvePath(resource, property);
  if (!isPath(path)) {
    faults.add({ ...path, part, at: at?.property });
    return undefined;
  }
  try {
    const { name, kind } = path;
    return { kind: 'test', path, condition, ...valueTest({ name, kind, operator, values, now }) };
  } catch (error) {
    if (!(error instanceof ValueFault)) throw error;
    const { code, message } = error;
    const place = at === undefined ? undefined : code === 'QUERY_BAD_OPERATOR' ? at.property : at.value + error.at;
    faults.add({ code, message, part, at: place });
    return undefined;
  }
}

function bindLink(
  resource: Resource,
  { link: text, of, at }: Extract<Condition, { kind: 'linked' }>,
  binding: Binding,
): BoundLink | undefined {
  const links = linksOf(resource);
  const folded = foldName(text);
  const name = [...links.keys()].find((one) => foldName(one) === folded);
  const link = name === undefined ? undefined : links.get(name);
  if (link === undefined) {
    const known = [...links.keys()];
    const near = suggestion(text, known) || `; there are ${known.join(', ') || 'none'}`;
    const message = `${resource.name} have no link '${text}'${near}`;
    binding.faults.add({ code: 'QUERY_UNKNOWN_LINK', message, part: binding.part, at });
    return undefined;
  }
  const bound = of && bindCondition(link.from, of, binding);
  return { kind: 'linked', link, source: sourceOf(link.from, bound === undefined ? [] : [bound]), of };
}

/** What is read of a row beside its conditions. */
interface Needs {
  others?: readonly Bound[];
  paths?: readonly Path[];
}

/** A kind of resource with its conditions, and what they need beside it. */
export function sourceOf(resource: Resource, where: readonly Bound[], { others = [], paths = [] }: Needs = {}): Source {
  const joins = new Set(paths.flatMap(({ join }) => join?.name ?? []));
  const links: BoundLink[] = [];
  const visit = (bound: Bound): void => {
    if (bound.kind === 'test') {
      if (bound.path.join !== undefined) joins.add(bound.path.join.name);
    } else if (bound.kind === 'linked') links.push(bound);
    else if (bound.kind === 'not') visit(bound.of);
    else bound.of.forEach(visit);
  };
  for (const bound of [...where, ...others]) visit(bound);
  return { resource, where, joins, links };
}

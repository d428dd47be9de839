import type * as z from 'zod';
import { suggestion } from '../suggest.ts';
import { type FileFault, type KeyPath, type YamlFile, showPath } from './yaml-file.ts';

/** What a schema found wrong, each at its place. `known` gives the keys that may stand at a path, for the hint. */
export function faultsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  file: YamlFile,
  known: (path: KeyPath) => readonly string[],
): FileFault[] {
  return plain(issues, []).flatMap(({ issue, path }) => {
    if (issue.code !== 'unrecognized_keys') return [file.at(path, messageOf(issue))];
    return issue.keys.map((key) => {
      const names = known(path);
      const few = names.length > 0 && names.length <= FEW;
      const hint = suggestion(key, names) || (few ? `; known are ${names.join(', ')}` : '');
      return file.at([...path, key], `is not known here${hint}`, { key: true });
    });
  });
}

/** More would hide the message. */
const FEW = 16;

interface Placed {
  issue: z.core.$ZodIssue;
  path: KeyPath;
}

/** Of what may be one of several shapes, the faults in the shape that it has: a list is no object. */
function plain(issues: readonly z.core.$ZodIssue[], above: KeyPath): Placed[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...(issue.path as KeyPath)];
    // What is missing is what was misspelt.
    if (issue.code === 'custom' && issues.some((other) => misspelt(other, issue))) return [];
    if (issue.code !== 'invalid_union') return [{ issue, path }];
    const shapes = issue.errors.filter((one) => !one.some((inner) => inner.path.length === 0 && isShape(inner)));
    const [only] = shapes;
    return only === undefined ? [{ issue, path }] : plain(only, path);
  });
}

const misspelt = (issue: z.core.$ZodIssue, at: z.core.$ZodIssue): boolean =>
  issue.code === 'unrecognized_keys' && showPath(issue.path as KeyPath) === showPath(at.path as KeyPath);

const isShape = ({ code }: z.core.$ZodIssue): boolean => code === 'invalid_type' || code === 'invalid_value';

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const shapes = issue.errors.flat().map((inner) => messageOf(inner));
    return shapes.length === 0 ? 'is none of what may stand here' : [...new Set(shapes)].join(', or ');
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  if (issue.code === 'invalid_type' && issue.message.endsWith('received null')) {
    return 'is empty: give it a value or remove it';
  }
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid '))
    return `must be ${oneOf(issue.values.map(String))}`;
  return issue.message.replace(/^Invalid input: /, '');
}

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? values.join('') : `one of ${values.join(', ')}`;

import * as z from 'zod';
import type { KeyPath } from '../yaml/yaml-file.ts';
import { ruleFileSchema } from './rule-schema.ts';

interface Node {
  $ref?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
  definitions?: Record<string, Node>;
}

let made: Node | undefined;

/** The schema of rule files as JSON Schema, draft 7: what editors complete them by. */
export const rulesJsonSchema = (): Record<string, unknown> => schema() as Record<string, unknown>;

// Files without faults need none.
const schema = (): Node => (made ??= z.toJSONSchema(ruleFileSchema, { io: 'input', target: 'draft-7' }) as Node);

/** The keys that may stand at a path of a rule file. */
export function knownKeys(path: KeyPath): readonly string[] {
  const node = path.reduce<Node[]>(
    (nodes, part) => nodes.flatMap(resolve).flatMap((one) => below(one, part)),
    [schema()],
  );
  return [...new Set(node.flatMap(resolve).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

const below = ({ items, properties }: Node, part: string | number): Node[] => {
  const found = typeof part === 'number' ? items : properties?.[part];
  return found === undefined ? [] : [found];
};

function resolve(node: Node): Node[] {
  const name = node.$ref?.replace('#/definitions/', '');
  const target = name === undefined ? undefined : schema().definitions?.[name];
  if (target !== undefined) return resolve(target);
  return node.anyOf === undefined ? [node] : node.anyOf.flatMap(resolve);
}

import type { QueryFault, QueryText } from '@opsbook/openstack-query';

/** Faults under the options that they are in; a mark stands below the character at which one is. */
export function faultsText(text: QueryText, faults: readonly QueryFault[]): string {
  const count = faults.length === 1 ? 'is 1 fault' : `are ${faults.length} faults`;
  return [`opsbook: there ${count} in the query:`, ...faults.map((fault) => faultText(text, fault)), ''].join('\n');
}

function faultText(text: QueryText, { part, at, message }: QueryFault): string {
  const { option, given } = place(text, part);
  const shown = given === undefined ? `  ${option}` : `  ${option} ${given}`;
  if (at === undefined || given === undefined) return `${shown}\n    ${message}`;
  return `${shown}\n${' '.repeat(3 + option.length + at)}^ ${message}`;
}

/** Where `where[1]` was typed. Names in a list have no place of their own. */
function place(text: QueryText, part: string): { option: string; given: string | undefined } {
  const [name = '', index] = part.split(/[[\]]/);
  if (name === 'resource') return { option: 'query', given: text.resource };
  if (name === 'allProjects') return { option: '--own-project', given: undefined };
  const given = text[name as 'where' | 'group' | 'with' | 'select' | 'sort' | 'limit'];
  return { option: `--${name}`, given: typeof given === 'string' ? given : given?.[Number(index ?? 0)] };
}

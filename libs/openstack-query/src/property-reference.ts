import { unknownResource } from './plan/make-plan.ts';
import { findResource } from './resources/find-resource.ts';
import { RESOURCES, linksOf } from './resources/catalogue.ts';
import type { Resource } from './resources/resource.ts';

/** What can be queried, as Markdown: made of the definitions. */
export const propertyReference = (): string =>
  Object.values(RESOURCES)
    .map((resource) => section(resource, (text) => text))
    .join('\n');

/** What is known of one kind, for a terminal. */
export function propertiesText(kind: string): string {
  const resource = findResource(kind);
  if (resource === undefined) throw unknownResource(kind);
  return section(resource, (text) => text.replaceAll('`', '')).replace(/^### /, '');
}

function section(resource: Resource, shown: (text: string) => string): string {
  const { name, request, properties, columns, joins, filters, shortcuts = [] } = resource;
  const joined = Object.entries(joins).map(
    ([join, { to, by, on }]) => `\`${join}\` (${to}: \`${by}\` is its \`${on}\`)`,
  );
  const links = [...linksOf(resource).keys()].filter((link) => !Object.hasOwn(joins, link));
  const rows = Object.entries(properties).map(([property, { kind, help, aliases }]) => [
    `\`${property}\``,
    kind,
    aliases.map((alias) => `\`${alias}\``).join(', '),
    [help, Object.hasOwn(filters, property) ? 'filtered by the service for `=`' : '']
      .filter((text) => text !== '')
      .join('; '),
  ]);
  const about = [
    `### ${name}`,
    '',
    `\`${request}\`. Columns unless others are selected: ${columns.map((column) => `\`${column}\``).join(', ')}.`,
    ...(joined.length === 0 ? [] : [`Joins: ${joined.join(', ')}.`]),
    ...(shortcuts.length === 0
      ? []
      : [`Known without the join's name too: ${shortcuts.map((one) => `\`${one}\``).join(', ')}.`]),
    ...(links.length === 0 ? [] : [`Linked by: ${links.map((link) => `\`${link}\``).join(', ')}.`]),
  ];
  return `${about.map(shown).join('\n')}\n\n${table(
    ['property', 'kind', 'other names', 'meaning'],
    rows.map((row) => row.map(shown)),
  )}`;
}

/** As prettier writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

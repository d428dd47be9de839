import { RESOURCES, linksOf } from './resources/catalogue.ts';
import type { Resource } from './resources/resource.ts';

/** What can be queried, as Markdown: made of the definitions. */
export const propertyReference = (): string => Object.values(RESOURCES).map(section).join('\n');

function section(resource: Resource): string {
  const { name, request, properties, columns, joins, filters } = resource;
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
  return [
    `### ${name}`,
    '',
    `\`${request}\`. Columns: ${columns.map((column) => `\`${column}\``).join(', ')}.`,
    ...(joined.length === 0 ? [] : [`Joins: ${joined.join(', ')}.`]),
    ...(links.length === 0 ? [] : [`Linked by: ${links.map((link) => `\`${link}\``).join(', ')}.`]),
    '',
    table(['property', 'kind', 'other names', 'meaning'], rows),
  ].join('\n');
}

/** As prettier writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}

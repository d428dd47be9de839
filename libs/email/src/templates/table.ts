import Handlebars from 'handlebars';

const CELL = 'padding:4px 12px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid #d0d7de';

/**
 * The rows as an html table; in the text part it is a table too. Each column is `key=Heading`.
 * Mail programs drop style sheets, so the styles stand in the cells.
 */
export function table(rows: unknown, ...given: unknown[]): Handlebars.SafeString {
  // The last argument is what Handlebars gives to every helper.
  const columns = given.slice(0, -1).map((column) => columnOf(String(column)));
  if (!Array.isArray(rows)) throw new Error('table: the rows are no list');
  if (columns.length === 0) throw new Error('table: no columns');
  const head = columns.map(([, title]) => `<th style="${CELL}">${escaped(title)}</th>`).join('');
  const body = rows.map((row: unknown, index) => {
    const cells = columns.map(([key]) => `<td style="${CELL}">${escaped(cellOf(row, key, index))}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  const html = `<table class="data" style="border-collapse:collapse;margin:16px 0"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
  return new Handlebars.SafeString(html);
}

function columnOf(text: string): [key: string, heading: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`table: ${JSON.stringify(text)} is not key=Heading`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function cellOf(row: unknown, key: string, index: number): unknown {
  if (typeof row !== 'object' || row === null || !Object.hasOwn(row, key))
    throw new Error(`table: row ${index} has no ${key}`);
  const value = (row as Record<string, unknown>)[key];
  if (typeof value === 'object' && value !== null) throw new Error(`table: ${key} of row ${index} is no single value`);
  return value ?? '';
}

const escaped = (value: unknown): string => Handlebars.escapeExpression(String(value));

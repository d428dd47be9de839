import { stripVTControlCharacters } from 'node:util';

/** Characters a text takes on the screen, without its colours. */
export const widthOf = (text: string): number => stripVTControlCharacters(text).length;

/** Pads to `width` characters on the screen. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Rows in columns that line up. The last column is left as it is; columns that are empty in every row are left out. */
export function table(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  // One by one: a hundred thousand rows are more than a call takes arguments.
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
    });
  const lines = rows.map((row) =>
    widths
      .map((width, i) => (width === 0 ? [] : [pad(row[i] ?? '', width)]))
      .flat()
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${indent}${line}\n`).join('');
}

/** A table with a heading; a column that is empty in every row is left out together with its heading. */
export function headed(heading: readonly string[], rows: readonly (readonly string[])[], indent = ''): string {
  const used = heading.map((_, i) => rows.some((row) => (row[i] ?? '') !== ''));
  const cut = (row: readonly string[]) => row.filter((_, i) => used[i]);
  return table([cut(heading), ...rows.map(cut)], indent);
}

/** Cuts a line to what fits on the screen. Colours end before the cut. */
export function fit(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  return `${stripVTControlCharacters(line).slice(0, Math.max(0, columns - 1))}…`;
}

import type { Format } from './format.ts';
import { rowWriter } from './row-writer.ts';

/** An object per line; where the query groups, its first key is `group`. Nothing at all where nothing is found. */
export const ndjson: Format = async function* ({ columns, grouped, chunks }) {
  const write = rowWriter(grouped ? ['group', ...columns] : columns);
  for await (const { group, rows } of chunks) {
    if (rows.length > 0) yield rows.map((row) => `${write(grouped ? [group, ...row] : row)}\n`).join('');
  }
};

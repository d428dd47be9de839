import type { Format } from './format.ts';
import { rowWriter } from './row-writer.ts';

/** A list of objects, one to a line; where the query groups, of `{"group": ..., "rows": [...]}`. */
export const json: Format = async function* ({ columns, grouped, chunks }) {
  const write = rowWriter(columns);
  let before = '[\n';
  for await (const { group, rows } of chunks) {
    if (!grouped && rows.length === 0) continue;
    const lines = rows.map(write).join(',\n');
    yield grouped ? `${before}{"group":${JSON.stringify(group)},"rows":[\n${lines}\n]}` : before + lines;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
};

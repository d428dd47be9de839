import { stringify } from 'yaml';
import type { Row } from '../run/result.ts';
import type { Format } from './format.ts';

/** A list of maps; where the query groups, of `group` and `rows`. Texts are texts to readers of YAML 1.1 too. */
export const yaml: Format = async function* ({ columns, grouped, chunks }) {
  let empty = true;
  const objects = (rows: readonly Row[]): object[] =>
    rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
  for await (const { group, rows } of chunks) {
    if (!grouped && rows.length === 0) continue;
    empty = false;
    yield write(grouped ? [{ group, rows: objects(rows) }] : objects(rows));
  }
  if (empty) yield '[]\n';
};

const write = (items: readonly object[]): string =>
  stringify(items, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });

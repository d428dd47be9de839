import type { Row } from '../run/result.ts';

/** Writes rows as JSON objects on one line, whose keys are the columns. */
export function rowWriter(columns: readonly string[]): (row: Row) => string {
  const keys = columns.map((column) => `${JSON.stringify(column)}:`);
  return (row) => `{${row.map((value, i) => `${keys[i] ?? ''}${JSON.stringify(value ?? null)}`).join(',')}}`;
}

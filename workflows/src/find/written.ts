import { FORMATS, type FormatName } from '@opsbook/openstack-query';

export interface Rows {
  columns: readonly string[];
  grouped: boolean;
  chunks: readonly { group?: unknown; rows: readonly (readonly unknown[])[] }[];
}

/** Rows as a text. @param resource what was looked for: `servers` */
export async function written(
  { columns, grouped, chunks }: Rows,
  format: FormatName,
  resource: string,
): Promise<string> {
  const write = await FORMATS[format]();
  let text = '';
  for await (const piece of write({ columns, grouped, chunks: each(chunks) }, { resource })) text += piece;
  return text;
}

// oxlint-disable-next-line typescript/require-await -- formats read what comes in piece by piece
async function* each<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* items;
}

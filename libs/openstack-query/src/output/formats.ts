import type { Format } from './format.ts';

/** The formats by name; each is loaded when it is used. */
export const FORMATS = {
  table: async () => (await import('./table.ts')).table,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./ndjson.ts')).ndjson,
  csv: async () => (await import('./csv.ts')).csv,
  yaml: async () => (await import('./yaml.ts')).yaml,
  html: async () => (await import('./html.ts')).html,
} as const satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof FORMATS;

/** What a body gives of a resource, by neutron's names. */
export type Given = Record<string, unknown>;

/** A given value as a text; null: it is null or not given. */
export function textOf(given: Given, name: string): string | null {
  const value = given[name];
  return value === undefined || value === null ? null : asText(value);
}

export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A given value as a number; null: it is null or not given. */
export function numberOf(given: Given, name: string): number | null {
  const text = textOf(given, name);
  return text === null ? null : Number(text);
}

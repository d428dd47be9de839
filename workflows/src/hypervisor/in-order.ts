/** What the order of a drain looks at. */
export interface Sized {
  name: string;
  ramMiB: number;
}

export const ORDERS = ['smallest', 'largest', 'name'] as const;

/** Servers in the order in which they are to leave; by name where they are alike, so that a plan is the same twice. */
export function inOrder<T extends Sized>(servers: readonly T[], order: (typeof ORDERS)[number]): T[] {
  const sign = { smallest: 1, largest: -1, name: 0 }[order];
  return [...servers].sort((a, b) => sign * (a.ramMiB - b.ramMiB) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Where a value stands in the document: keys and list positions from the top. */
export type KeyPath = readonly (string | number)[];

/** The path for people: `clouds.prod.region`, `migration.policies[0].match`, `clouds["my cloud"]`. */
export function showPath(path: KeyPath): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

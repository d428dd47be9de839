/** New values by glance's names of fields and properties; null removes a property. */
export type ImageChanges = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/**
 * The changes as glance's JSON patch. `add` also replaces what exists, while `replace` of a property that does not exist
 * is an error; so nobody has to look first.
 */
export const jsonPatch = (changes: ImageChanges): unknown[] =>
  Object.entries(changes).map(([name, value]) => {
    // RFC 6901: these two characters are escaped in a pointer.
    const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return value === null ? { op: 'remove', path } : { op: 'add', path, value };
  });

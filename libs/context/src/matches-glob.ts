/** Whether the whole text fits the pattern: `*` is any run of characters, `?` any one; everything else is itself. */
export function matchesGlob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('?', '.')
    .replace(/\*+/g, '.*');
  return new RegExp(`^${source}$`, 's').test(text);
}

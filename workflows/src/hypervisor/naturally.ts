// `hv2` before `hv10`, the same whatever the locale.
const collator = new Intl.Collator('und', { numeric: true });

/** Compares texts as people order them. */
export const naturally = (a: string, b: string): number => collator.compare(a, b);

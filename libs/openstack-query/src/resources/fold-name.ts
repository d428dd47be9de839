/** A name without what makes no difference in the text form: letter case, `_` and `-`. */
export const foldName = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

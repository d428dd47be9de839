const MARK = / \(run ([\w-]+)\)$/;

/** A comment that names the run which made what it stands at: what a run made can be told from what people made. */
export const marked = (comment: string, run: string): string => `${comment} (run ${run})`;

/** The run that a comment names; undefined where a person wrote it. */
export const runOf = (comment: string): string | undefined => MARK.exec(comment)?.[1];

/** The comment without the run. */
export const unmarked = (comment: string): string => comment.replace(MARK, '');

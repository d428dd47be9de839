const MARK = / \(run ([\w.-]+)\)$/;

/** A comment that names the run which made what it stands at: what a run made can be told from what people made. */
export const marked = (comment: string, run: string): string => `${comment} (run ${run})`;

/** The run that a comment names; undefined where a person wrote it. */
export const runOf = (comment: string): string | undefined => MARK.exec(comment)?.[1];

/** The comment without the run. */
export const unmarked = (comment: string): string => comment.replace(MARK, '');

/** Whether a comment is of this run, or without one of any run. */
export const madeBy =
  (run: string | undefined) =>
  (comment: string): boolean =>
    run === undefined ? runOf(comment) !== undefined : runOf(comment) === run;

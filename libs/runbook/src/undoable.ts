/** A change of this run that a cancel takes back. */
export interface Undoable {
  path: string;
  /** Position in the order of completion; undefined while the change has not been seen to take. */
  order: number | undefined;
  check: () => PromiseLike<{ is: string }>;
  undo: () => PromiseLike<unknown>;
}

import { AlertmanagerError } from '../errors.ts';

/** Whether a code point is one of a set. */
export type CharTest = (codePoint: number) => boolean;

/** Where an empty match may stand. */
export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

/** A parsed regular expression. */
export type Node =
  | { kind: 'char'; test: CharTest }
  | { kind: 'assert'; at: Assertion }
  | { kind: 'concat'; of: readonly Node[] }
  | { kind: 'alternate'; of: readonly Node[] }
  /** `counted`: written with braces, and so under RE2's limit of 1000. */
  | { kind: 'repeat'; of: Node; min: number; max: number; counted: boolean };

/** The flags `i`, `m`, `s`; `U` changes which match is found, and never whether there is one. */
export interface Flags {
  fold: boolean;
  multiline: boolean;
  dotNewline: boolean;
}

/** RE2 refuses the expression for this reason. */
export const refused = (why: string, what: string): AlertmanagerError =>
  new AlertmanagerError('ALERTMANAGER_REGEXP', `no regular expression of RE2: ${why}: '${what}'`);

export const MAX_CODE_POINT = 0x10ffff;

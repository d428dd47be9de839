import type { Result } from '../run/result.ts';

/** Writes a result, piece by piece. */
export type Format = (result: Result, about: About) => AsyncGenerator<string, void, undefined>;

export interface About {
  /** What was looked for: `servers`. */
  resource: string;
}

/**
 * - `PACK_OPTIONS`: a pack cannot be made of these options;
 * - `PACK_FAULTY`: StackStorm would not take it; nothing was written;
 * - `PACK_FOLDER`: the folder holds something else; nothing was written;
 * - `PACK_NO_BUNDLE`: opsbook runs from its sources, and the bundle for the pack has not been built.
 */
export type PackErrorCode = 'PACK_OPTIONS' | 'PACK_FAULTY' | 'PACK_FOLDER' | 'PACK_NO_BUNDLE';

/** A pack could not be built; the message says all that is wrong, and what to do. */
export class PackError extends Error {
  readonly code: PackErrorCode;
  readonly kind = 'invalid-input';

  constructor(code: PackErrorCode, message: string) {
    super(message);
    this.name = 'PackError';
    this.code = code;
  }
}

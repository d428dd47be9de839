/** The command line cannot be understood; nothing was done. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  readonly kind = 'invalid-input';
}

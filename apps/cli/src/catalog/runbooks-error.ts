/** One thing that is wrong with a site's runbooks. */
export interface RunbooksFault {
  /** The entry of `runbooks` in the configuration. */
  source: string;
  file?: string;
  message: string;
}

/** A site's runbooks cannot be used. The message lists every fault with its file; nothing was sent. */
export class RunbooksError extends Error {
  readonly code = 'RUNBOOKS_INVALID';
  readonly kind = 'invalid-input';
  readonly faults: readonly RunbooksFault[];

  constructor(faults: readonly RunbooksFault[]) {
    const lines = faults.map(({ source, file, message }) => `  ${file ?? source}: ${message}`);
    super([`the runbooks of the configuration have ${faults.length} fault(s):`, ...lines].join('\n'));
    this.name = 'RunbooksError';
    this.faults = faults;
  }
}

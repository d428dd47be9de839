/** The environment does not hold what an action of the pack puts there. */
export class BridgeError extends Error {
  readonly code = 'BRIDGE_INVALID';
  readonly kind = 'invalid-input';

  /** @param faults all of them */
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'BridgeError';
  }
}

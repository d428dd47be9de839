/** Why a pattern cannot be used, and the character at which that is seen; 0 where it is not known. */
export class PatternFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

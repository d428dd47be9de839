/** A parameter whose value has no counterpart here, and what to do instead. */
export class CompatFault extends Error {
  override readonly name = 'CompatFault';
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

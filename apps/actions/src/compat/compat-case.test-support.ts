import type { Json } from '@opsbook/runbook';

/** What comes of an action of the cloud pack. */
export interface CompatCase {
  /** Every parameter that can be given, none as it is by default unless the type has no other value. */
  given: Readonly<Record<string, Json>>;
  input: Readonly<Record<string, Json>>;
  /** Parameters of which the result says that they mean nothing any more. */
  ignored?: readonly string[];
  /** Those of them that it does not work without. */
  least: readonly string[];
  leastInput: Readonly<Record<string, Json>>;
  leastIsPlan?: boolean;
}

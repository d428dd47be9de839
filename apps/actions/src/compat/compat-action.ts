import type { Json } from '@opsbook/runbook';

export type Scalar = boolean | number | string;

/** One parameter of an action of the cloud pack, and what becomes of its value. */
export interface CompatParameter {
  type: 'array' | 'boolean' | 'integer' | 'string';
  description: string;
  required?: boolean;
  default?: Json;
  enum?: readonly string[];
  /** Nobody can give it; it is listed because the original had it. */
  immutable?: boolean;
  /** The field of the runbook's input that gets its value. */
  to?: string;
  /** What the field gets instead of a value that is no list; undefined leaves the field out. */
  as?: (value: Scalar) => Json | undefined;
  /** Why it means nothing any more. */
  ignored?: string;
}

/** The values of an action's parameters, with defaults; what was not given, or is null or blank, is absent. */
export type Given = Readonly<Record<string, Json>>;

/** One action of the cloud pack, and the runbook that does its work here. */
export interface CompatAction {
  /** Without the pack: `hypervisor.drain`. */
  name: string;
  description: string;
  /** By name. */
  runbook: string;
  /** In the original's order. */
  parameters: Readonly<Record<string, CompatParameter>>;
  /** Fields of the runbook's input that are so whatever is given. */
  constants?: Readonly<Record<string, Json>>;
  /** Fields that take more than one parameter to make. @throws {@link CompatFault} */
  input?: (given: Given) => Readonly<Record<string, Json | undefined>>;
  /** Whether these parameters only ask what would be done. */
  plan?: (given: Given) => boolean;
  /** Parameters that cannot be had as they were given, though the rest can: why, by name. */
  dropped?: (given: Given) => Readonly<Record<string, string>>;
  /** What is not as in the original, besides the ignored parameters. */
  changed: string;
}

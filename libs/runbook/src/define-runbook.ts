import type * as z from 'zod';
import type { RunContext } from './run-context.ts';

/** `read-only` changes nothing; `safe` is noticed by nobody; `disruptive` users may notice; `destructive` cannot be taken back. */
export type Risk = 'read-only' | 'safe' | 'disruptive' | 'destructive';

/** What a runbook stands in for in the pack of actions that a team comes from. */
export interface Replacement<I extends z.ZodType> {
  /** Name of the action: `hv.patch.reboot`. */
  readonly action: string;
  /** Input that does what the action did, with example values for what it was given. */
  readonly call: z.input<I>;
  /** What is better, in one sentence. */
  readonly better: string;
}

/** One operation, written once; every surface is derived from it. */
export interface Runbook<S = unknown, I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `<resource>.<verb>[-<object>]`: `server.migrate`, `project.add-user`. */
  readonly name: string;
  /** One line for lists and help. */
  readonly summary: string;
  /** More for `describe`: what it does, in which order, and what it leaves behind when it fails. */
  readonly description?: string;
  readonly risk: Risk;
  /** An object schema; every field has a description. */
  readonly input: I;
  readonly output: O;
  readonly replaces?: readonly Replacement<I>[];
  /** Canonical names of what the run must have for itself. Synchronous: no request. */
  targets?(input: z.output<I>, services: S): string[];
  run(ctx: RunContext<S>, input: z.output<I>): Promise<z.input<O>>;
}

/** A runbook of any input and output, as registries keep it. */
// oxlint-disable-next-line typescript/no-explicit-any -- methods of differing input types share no narrower type
export type AnyRunbook<S = any> = Runbook<S, any, any>;

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Binds the services once; the function it returns checks and freezes a runbook. */
export function defineRunbook<S>() {
  return <I extends z.ZodType, O extends z.ZodType>(definition: Runbook<S, I, O>): Runbook<S, I, O> => {
    if (!NAME.test(definition.name)) {
      throw new TypeError(`'${definition.name}' is no runbook name: <resource>.<verb>[-<object>], lower case`);
    }
    return Object.freeze(definition);
  };
}

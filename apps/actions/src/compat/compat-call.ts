import { type Fault, type Json, invalidInput } from '@opsbook/runbook';
import { toDotPath } from 'zod/v4/core';
import type { CompatAction, Given, Scalar } from './compat-action.ts';
import { CompatFault } from './compat-fault.ts';
import { parameterSchema } from './parameter-schema.ts';

/** A parameter that was given and changes nothing. */
export interface Ignored {
  [key: string]: Json;
  parameter: string;
  why: string;
}

/** What an action of the cloud pack asks for, in the words of the runbook. */
export interface CompatCall {
  /** Not checked yet against the runbook's own schema. */
  input: Record<string, Json>;
  /** Whether the parameters only ask what would be done. */
  plan: boolean;
  /** What was given and means nothing any more. */
  ignored: Ignored[];
}

/**
 * Turns the parameters of an action into the input of its runbook. Null and blank texts are as if they were not given.
 * @throws RunbookError `INVALID_INPUT` with every parameter that is wrong, or that nothing here does
 */
export function compatCall(action: CompatAction, params: Readonly<Record<string, Json>>): CompatCall {
  const given = readParameters(action, params);
  const faults: Fault[] = [];
  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof CompatFault)) throw error;
      faults.push({ path: error.parameter, message: error.message });
      return undefined;
    }
  };
  const mapped = Object.entries(action.parameters).map(([name, { to, as }]) => {
    const value = given[name];
    if (to === undefined || value === undefined) return {};
    return { [to]: as === undefined || !isScalar(value) ? value : attempt(() => as(value)) };
  });
  const made = attempt(() => action.input?.(given) ?? {}) ?? {};
  if (faults.length > 0) throw invalidInput(action.name, faults);
  const fields = Object.assign({}, action.constants, ...mapped, made) as Record<string, Json | undefined>;
  return {
    input: Object.fromEntries(
      Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined),
    ),
    plan: action.plan?.(given) ?? false,
    ignored: ignoredOf(action, given),
  };
}

function readParameters(action: CompatAction, params: Readonly<Record<string, Json>>): Given {
  const isBlank = (value: Json) => value === null || (typeof value === 'string' && value.trim() === '');
  const filled = Object.entries(params).filter(([, value]) => !isBlank(value));
  const result = parameterSchema(action).safeParse(Object.fromEntries(filled));
  if (!result.success) {
    throw invalidInput(
      action.name,
      result.error.issues.map(({ path, message }) => ({ path: toDotPath(path), message })),
    );
  }
  // A default may be blank, too.
  return Object.fromEntries(Object.entries(result.data as Given).filter(([, value]) => !isBlank(value)));
}

/** Only what is not as it would have been anyway: StackStorm gives every default. */
function ignoredOf(action: CompatAction, given: Given): Ignored[] {
  const told = Object.entries(action.parameters).flatMap(([parameter, { ignored, default: usual }]) =>
    ignored === undefined || given[parameter] === undefined || isSame(given[parameter], usual)
      ? []
      : [{ parameter, why: ignored }],
  );
  const dropped = Object.entries(action.dropped?.(given) ?? {}).map(([parameter, why]) => ({ parameter, why }));
  return [...told, ...dropped];
}

const isScalar = (value: Json): value is Scalar => typeof value !== 'object';

const isSame = (one: Json, other: Json | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

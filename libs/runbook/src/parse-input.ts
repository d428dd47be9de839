import type * as z from 'zod';
// Not as z.core.toDotPath: a bundle would then hold all of zod's core, with the messages of every language.
import { toDotPath } from 'zod/v4/core';
import type { AnyRunbook } from './define-runbook.ts';
import { RunbookError } from './errors.ts';
import type { Json } from './json.ts';
import { toJson } from './to-json.ts';

/** One fault of an input. */
export interface Fault {
  [key: string]: Json | undefined;
  /** `hypervisor`, `servers[2].id`; empty for the input itself. */
  path: string;
  message: string;
}

/**
 * Checks an input and gives it as it was given (what is recorded: secrets are references there) and as the runbook
 * gets it. Throws `INVALID_INPUT` with every fault at once.
 */
export function parseInput(runbook: AnyRunbook, input: unknown): { given: Json; parsed: unknown } {
  const result = (runbook.input as z.ZodType).safeParse(input);
  if (result.success) return { given: toJson(input, `${runbook.name} input`) ?? null, parsed: result.data };
  throw invalidInput(runbook.name, result.error.issues.flatMap(faultsOf));
}

/** The one error that lists every fault of an input. */
export function invalidInput(runbook: string, faults: Fault[]): RunbookError {
  const lines = faults.map(({ path, message }) => `  ${path === '' ? '(input)' : path}: ${message}`);
  return new RunbookError(
    'INVALID_INPUT',
    [`the input of ${runbook} has ${faults.length} fault(s):`, ...lines].join('\n'),
    {
      details: { faults },
    },
  );
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = toDotPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: 'is not known here' }));
  }
  return [{ path, message: issue.message }];
}

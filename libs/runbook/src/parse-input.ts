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
  const lost = lostKeys(input, '');
  if (result.success && lost.length === 0)
    return { given: toJson(input, `${runbook.name} input`) ?? null, parsed: result.data };
  throw invalidInput(runbook.name, [...lost, ...(result.error?.issues.flatMap(faultsOf) ?? [])]);
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

/** Schemas leave out keys of this name wherever they are, and say nothing. */
function lostKeys(value: unknown, at: string, seen = new Set<object>()): Fault[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, item]) => {
    const path = Array.isArray(value) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`;
    return key === '__proto__' ? [{ path, message: 'is a name that no value can have' }] : lostKeys(item, path, seen);
  });
}

import type { AnyRunbook } from '@opsbook/runbook';
import type { RunbooksFault } from './runbooks-error.ts';

/** A runbook and where it stands. */
export interface Found {
  runbook: AnyRunbook;
  source: string;
  file: string;
}

const RISKS: readonly unknown[] = ['read-only', 'safe', 'disruptive', 'destructive'];
const NAME = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/** The runbooks that a module exports: each by its own, or in an array `runbooks`. Everything else in it is its own affair. */
export function collect(
  exported: Readonly<Record<string, unknown>>,
  at: Pick<Found, 'source' | 'file'>,
  faults: RunbooksFault[],
): Found[] {
  const wrong = (message: string): [] => {
    faults.push({ ...at, message });
    return [];
  };
  const one = (name: string, value: unknown): Found[] => {
    const lacks = lacking(value);
    if (lacks.length > 0) return wrong(`${name} is no runbook: ${lacks.join(', ')}`);
    return [{ runbook: value as AnyRunbook, ...at }];
  };
  return Object.entries(exported).flatMap(([name, value]): Found[] => {
    if (name === 'runbooks') {
      if (!Array.isArray(value)) return wrong('runbooks is no array');
      return value.flatMap((item, index) => one(`runbooks[${index}]`, item));
    }
    return resembles(value) ? one(name, value) : [];
  });
}

/** Whether somebody meant it to be a runbook. */
function resembles(value: unknown): boolean {
  const found = fieldsOf(value);
  return typeof found['run'] === 'function' && ('risk' in found || 'input' in found || 'summary' in found);
}

/** What a value lacks to be a runbook; told by its shape, since it may come from another copy of the package. */
function lacking(value: unknown): string[] {
  const { name, summary, risk, input, output, run } = fieldsOf(value);
  const isSchema = (schema: unknown) => typeof fieldsOf(schema)['safeParse'] === 'function';
  return [
    ...(typeof name === 'string' && NAME.test(name) ? [] : ['it has no name like server.stop']),
    ...(typeof summary === 'string' && summary !== '' ? [] : ['no summary']),
    ...(RISKS.includes(risk) ? [] : [`no risk (${RISKS.join(', ')})`]),
    ...(isSchema(input) ? [] : ['no input schema']),
    ...(isSchema(output) ? [] : ['no output schema']),
    ...(typeof run === 'function' ? [] : ['no run']),
  ];
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

import { type AnyRunbook, type Fault, type Json, invalidInput, isRunbookError, parseInput } from '@opsbook/runbook';
import { UsageError } from '../usage-error.ts';
import { inputFields } from './input-field.ts';
import { inputSchema } from './json-schema.ts';
import { readArguments } from './read-arguments.ts';
import { unknownClouds } from './unknown-clouds.ts';
import { unknownKeys } from './unknown-keys.ts';

/** Everything that an input is made of, the weakest first. */
export interface InputSources {
  /** The cloud of a runbook that is given none. */
  defaultCloud?: string | undefined;
  /** The text of `--input`. */
  document?: string | undefined;
  /** The global option `--cloud`. */
  cloud?: string | undefined;
  /** `key=value` and flags; flags are the stronger. */
  args: readonly string[];
}

/**
 * Puts a runbook's input together and checks it. Throws `INVALID_INPUT` with every fault at once (arguments, types, the
 * schema, unknown keys, unknown clouds), before anything is asked of any cloud.
 */
export function gatherInput(runbook: AnyRunbook, sources: InputSources, knownClouds: () => string[]): Json {
  const { defaultCloud, document, cloud, args } = sources;
  const fields = inputFields(runbook);
  const { pairs, flags, faults } = readArguments(args, fields);
  const given: Record<string, Json | undefined> = { ...parseDocument(document), ...pairs };
  if (fields.some(({ key }) => key === 'cloud')) {
    if (cloud !== undefined) given['cloud'] = cloud;
    else given['cloud'] ??= defaultCloud;
    if (given['cloud'] === undefined) delete given['cloud'];
  }
  const input = { ...given, ...flags };
  const missing = fields.filter(({ key, required }) => required && input[key] === undefined);
  const found = [
    ...faults,
    ...missing.map(({ key }) => ({ path: key, message: 'is required' })),
    ...unknownKeys(input, inputSchema(runbook)),
    ...schemaFaults(runbook, input),
  ];
  const clouds = hasCloud(input) ? unknownClouds(input, knownClouds()) : [];
  const all = firstOfEachPath([...found, ...clouds]);
  if (all.length > 0) throw invalidInput(runbook.name, all);
  return input;
}

function parseDocument(text: string | undefined): Record<string, Json | undefined> {
  if (text === undefined) return {};
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw new UsageError(`--input is not JSON: ${(error as Error).message}`);
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new UsageError('--input must be a JSON object');
}

function schemaFaults(runbook: AnyRunbook, input: Json): Fault[] {
  try {
    parseInput(runbook, input);
    return [];
  } catch (error) {
    if (!isRunbookError(error) || error.code !== 'INVALID_INPUT') throw error;
    return (error.details as { faults: Fault[] }).faults;
  }
}

const hasCloud = (input: Json): boolean => JSON.stringify(input).includes('"cloud":');

// A text that could not be read is a null in the input, about which the schema complains a second time.
function firstOfEachPath(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ path, message }) => {
    const key = path === '' ? message : path;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

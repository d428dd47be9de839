import { schemaFault } from './json-schema.ts';
import type { ActionRecord } from './records.ts';
import { storedValue } from './keys-api.ts';
import { badRequest } from './refusal.ts';
import { allParameters, runnerParameters } from './runner-parameters.ts';
import type { PythonObject } from './templates/python-value.ts';
import { type ParameterSources, renderFinalParameters, renderLiveParameters } from './templates/render-parameters.ts';
import type { World } from './world.ts';

type Values = Readonly<Record<string, unknown>>;

interface Asked {
  action: ActionRecord;
  parameters: Values;
  context: Values;
  /** Further names that templates see. */
  facts?: Values;
}

/** What is kept of what was given. @throws as `renderLiveParameters` */
export const liveParameters = (world: World, asked: Asked): Record<string, unknown> =>
  plain(renderLiveParameters(sourcesOf(world, asked)));

/** What a runner gets, without what is null. @throws as `renderFinalParameters` */
export function finalParameters(world: World, asked: Asked): Record<string, unknown> {
  const all = Object.entries(plain(renderFinalParameters(sourcesOf(world, asked))));
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** @throws Refusal for what does not fit the action, and for what it does not let anybody give */
export function checkParameters(action: ActionRecord, given: Values): void {
  const properties = allParameters(action);
  const fault = schemaFault(given, { properties, additionalProperties: false });
  if (fault !== undefined) throw badRequest(fault);
  const fixed = Object.keys(given).filter((name) => properties[name]?.['immutable'] === true);
  if (fixed.length === 0) return;
  const list = fixed.map((name) => `'${name}'`).join(', ');
  throw badRequest(`Override of immutable parameter(s) [${list}] is unsupported.`);
}

function sourcesOf(world: World, { action, parameters, context, facts }: Asked): ParameterSources {
  const keys = world.liveKeys().filter(({ scope }) => scope === 'st2kv.system');
  const st2kv = { system: Object.fromEntries(keys.map((key) => [key.name, storedValue(key)])) };
  return {
    runner: runnerParameters(action),
    action: action.parameters,
    given: parameters as PythonObject,
    context: { ...(context as PythonObject), pack: action.pack },
    config: world.configs.get(action.pack) ?? {},
    more: { st2kv, ...(facts as PythonObject | undefined) },
  };
}

/** As JSON holds it: a Python float is a number. */
const plain = (values: PythonObject): Record<string, unknown> => JSON.parse(JSON.stringify(values)) as PythonObject;

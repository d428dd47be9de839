import type { AliasRecord } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Schema } from './json-schema.ts';
import { type NewRule, ruleOf } from './rule-of.ts';
import type { PythonObject, PythonValue } from './templates/python-value.ts';
import type { World } from './world.ts';

/** A YAML file of a pack, parsed. */
export interface PackDocument {
  /** Below the pack's folder. */
  path: string;
  document: unknown;
}

/** What of a pack could not be registered. */
export interface Unregistered {
  path: string;
  reason: string;
}

interface Resource {
  name: string;
  description?: string;
  enabled?: boolean;
}
interface ActionFile extends Resource {
  runner_type: string;
  entry_point?: string;
  parameters?: Record<string, Schema>;
}
interface TriggerFile extends Resource {
  payload_schema?: Schema;
  parameters_schema?: Schema;
}
interface AliasFile extends Resource {
  action_ref: string;
  formats: AliasRecord['formats'];
}

/**
 * Registers a pack, and gives it a configuration. Like StackStorm it leaves out what it cannot register, such as a rule on a trigger
 * of a pack that is not there. Sources: st2common/bootstrap/, st2common/util/config_loader.py.
 */
export function installPack(world: World, documents: readonly PackDocument[], config: PythonObject): Unregistered[] {
  const { ref, name, version, description } = documentAt<Record<'ref' | 'name' | 'version' | 'description', string>>(
    documents,
    'pack.yaml',
  );
  const named = ({ name: own, description: told = '' }: Resource) => ({
    ...{ id: world.newId(), ref: `${ref}.${own}`, pack: ref, name: own, description: told },
  });
  world.packs.set(ref, { id: world.newId(), ref, name, version, description, author: 'somebody' });
  const schema = documents.some(({ path }) => path === 'config.schema.yaml')
    ? documentAt<Record<string, { default?: PythonValue }>>(documents, 'config.schema.yaml')
    : {};
  // What has neither a value nor a default is not there: a template that uses it fails.
  const defaults = Object.entries(schema).flatMap(([key, { default: value }]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  world.configs.set(ref, { ...Object.fromEntries(defaults), ...config });

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the folder says what it is
  const within = <T>(folder: string) =>
    documents
      .filter(({ path }) => path.startsWith(`${folder}/`) && path.indexOf('/') === path.lastIndexOf('/'))
      .map(({ path, document }) => ({ path, is: document as T }));
  for (const { is } of within<TriggerFile>('triggers')) {
    const { payload_schema = {}, parameters_schema = {} } = is;
    world.addTriggerType({ ...named(is), payload_schema, parameters_schema });
  }
  for (const { is } of within<ActionFile>('actions')) {
    const { runner_type, entry_point = '', enabled = true, parameters = {} } = is;
    world.actions.set(`${ref}.${is.name}`, { ...named(is), runner_type, entry_point, enabled, parameters });
  }
  for (const { is } of within<AliasFile>('aliases')) {
    const { action_ref, formats, enabled = true } = is;
    world.aliases.set(`${ref}.${is.name}`, { ...named(is), enabled, action_ref, formats });
  }
  const unregistered: Unregistered[] = [];
  for (const { path, is } of within<NewRule>('rules')) {
    try {
      const rule = ruleOf(world, { ...is, pack: ref }, { id: world.newId(), user: 'stanley' });
      world.rules.set(rule.ref, rule);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unregistered.push({ path, reason: error.message });
    }
  }
  return unregistered;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the path says what it is
function documentAt<T>(documents: readonly PackDocument[], path: string): T {
  const found = documents.find((one) => one.path === path);
  if (found === undefined) throw new TypeError(`the pack has no ${path}`);
  return found.document as T;
}

import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import type { Action } from '../shapes/action-shape.ts';
import { parametersOf } from './known-actions.ts';
import { referencesIn } from './references-in.ts';

/**
 * The templates of an action's defaults use its parameters, in no circle, and st2's own variables; of the pack's configuration only keys
 * that have a value in any case, since an undefined one fails the execution (st2 `st2common/util/param.py`).
 */
export function checkTemplates(action: Action, pack: PackContent, report: Report): void {
  const parameters = parametersOf(action);
  const needs = new Map<string, string[]>();
  for (const [name, { default: value }] of Object.entries(action.parameters ?? {})) {
    for (const { at, reference } of referencesIn(value, `parameters.${name}.default`, report)) {
      const [root, key] = reference;
      if (Object.hasOwn(parameters, root)) needs.set(name, [...(needs.get(name) ?? []), root]);
      else if (root === 'config_context') checkKey({ at, key, pack, report });
      else if (root !== 'st2kv' && root !== 'action_context') report(at, `there is no parameter ${root}`);
    }
  }
  for (const name of needs.keys())
    if (reaches(needs, name, name)) report(`parameters.${name}.default`, 'the template needs its own value');
}

interface Key {
  at: string;
  key: string | undefined;
  pack: PackContent;
  report: Report;
}

function checkKey({ at, key, pack: { config }, report }: Key): void {
  const schema = key === undefined ? undefined : config[key];
  if (!schema) report(at, `config.schema.yaml has no key ${key ?? ''}`);
  else if (!('default' in schema)) report(at, `the key ${key ?? ''} of config.schema.yaml needs a default`);
}

function reaches(needs: ReadonlyMap<string, string[]>, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (needs.get(from) ?? []).some((next) => next === to || reaches(needs, next, to, seen));
}

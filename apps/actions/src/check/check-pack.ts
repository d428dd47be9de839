import type { PackFile } from '../pack/pack-file.ts';
import type { Fault, Report } from './fault.ts';
import type { PackContent } from './pack-content.ts';
import { readPack } from './read-pack.ts';
import { actionFaults } from './relations/action-faults.ts';
import { aliasFaults, formatsOf, shadowFaults } from './relations/alias-faults.ts';
import { policyFaults } from './relations/policy-faults.ts';
import { ruleFaults } from './relations/rule-faults.ts';
import { checkInput, workflowFaults } from './relations/workflow-faults.ts';

/**
 * Checks a pack by StackStorm's own rules, release 3.9: each file's form, and what the files say of each other. A place that is empty is the
 * file as a whole. Actions and trigger types are those of the pack and of StackStorm's own packs.
 * @returns every fault; none for a pack that StackStorm registers and can run
 */
export function checkPack(files: readonly PackFile[]): Fault[] {
  const faults: Fault[] = [];
  const pack = readPack(files, faults);
  const reportFor =
    (path: string): Report =>
    (at, message) =>
      faults.push({ path, at, message });
  for (const [path, action] of pack.actions) actionFaults(action, pack, reportFor(path));
  for (const [path, rule] of pack.rules) ruleFaults(rule, pack, reportFor(path));
  for (const [path, alias] of pack.aliases) aliasFaults(alias, pack, reportFor(path));
  for (const [path, policy] of pack.policies) policyFaults(policy, pack, reportFor(path));
  for (const [path, workflow] of pack.workflows) {
    workflowFaults(workflow, pack, reportFor(path));
    for (const action of pack.actions.values())
      if (`actions/${action.entry_point ?? ''}` === path) checkInput(action, workflow, reportFor(path));
  }
  const enabled = [...pack.aliases].filter(([, { enabled: on }]) => on !== false);
  const formats = enabled.flatMap(([path, alias]) => formatsOf(path, alias, () => undefined));
  shadowFaults(formats, ({ path, at }, message) => reportFor(path)(at, message));
  checkNames(pack, reportFor);
  return faults;
}

/** Names are unique, or one file overwrites the other; and each file is of this pack (`st2common/bootstrap/*registrar.py`). */
function checkNames(pack: PackContent, reportFor: (path: string) => Report): void {
  const { actions, rules, aliases, policies, triggerTypes } = pack;
  for (const files of [actions, rules, aliases, policies, triggerTypes]) {
    const seen = new Map<string, string>();
    for (const [key, { name, pack: of }] of files) {
      const [path = '', index] = key.split('#');
      const at = (field: string): string => (index === undefined ? field : `trigger_types.${index}.${field}`);
      const other = seen.get(name);
      if (other !== undefined) reportFor(path)(at('name'), `${other} has this name, too`);
      seen.set(name, path);
      if (of && pack.ref !== undefined && of !== pack.ref) reportFor(path)(at('pack'), `the pack is ${pack.ref}`);
    }
  }
}

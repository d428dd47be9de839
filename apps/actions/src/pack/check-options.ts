import { actionName } from './names.ts';
import { PackError } from './pack-error.ts';
import type { PackOptions } from './pack-options.ts';

/** As st2 `st2common/constants/pack.py` has it. */
const REF = /^[a-z0-9_]+$/;
/** A path that needs no quotes in a shell, and is no template. */
const PATH = /^(\/[\w.@+-]+)+$/;

/** Throws `PACK_OPTIONS` with every fault. */
export function checkOptions({ ref, node, packsFolder, runbooks }: PackOptions): void {
  const names = runbooks.map(({ name }) => name);
  const same = names.filter((name) => names.some((other) => other !== name && actionName(other) === actionName(name)));
  const path = 'must be an absolute path of letters, digits and . _ @ + - only, since it stands in a command';
  const faults = [
    ...(REF.test(ref) ? [] : [`the pack's ref '${ref}' must be of lower case letters, digits and _ only`]),
    ...(PATH.test(node) ? [] : [`node '${node}' ${path}`]),
    ...(PATH.test(packsFolder) ? [] : [`the folder of packs '${packsFolder}' ${path}`]),
    ...(same.length === 0 ? [] : [`these runbooks would have one action between them: ${same.join(', ')}`]),
  ];
  if (faults.length > 0) throw new PackError('PACK_OPTIONS', faults.join('\n'));
}

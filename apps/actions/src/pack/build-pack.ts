import { compatFiles } from '../compat/compat-files.ts';
import { actionFile } from './action-file.ts';
import { aliasFile } from './alias-file.ts';
import { changes } from './changes.ts';
import { checkOptions } from './check-options.ts';
import type { PackFile } from './pack-file.ts';
import { packFiles } from './pack-files.ts';
import type { PackOptions } from './pack-options.ts';
import { policyFiles } from './policy-files.ts';
import { readme } from './readme.ts';
import { triggerFiles } from './trigger-files.ts';
import { workflowFiles } from './workflow-files.ts';

/**
 * All files of the pack but its bundle, made of the runbooks' definitions.
 * @throws PackError for options that make no pack
 */
export function buildPack(options: PackOptions): PackFile[] {
  checkOptions(options);
  const { runbooks } = options;
  return [
    ...packFiles(options),
    readme(options),
    changes(options),
    ...runbooks.map((runbook) => actionFile(runbook, options)),
    ...workflowFiles(options),
    ...runbooks.flatMap((runbook) => aliasFile(runbook, options)),
    ...runbooks.flatMap((runbook) => policyFiles(runbook, options)),
    ...triggerFiles(options),
    ...(options.compat === undefined ? [] : compatFiles(options)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

import { actionName } from './names.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';

/** What this version of the pack has. What changed in the runbooks is told by opsbook itself. */
export function changes({ version, runbooks }: PackOptions): PackFile {
  const replaced = runbooks.flatMap(({ name, replaces = [] }) =>
    replaces.map(({ action, better }) => `- \`${actionName(name)}\` for \`${action}\`: ${better}`),
  );
  const content = `# Changes

## ${version}

${runbooks.length} actions, made of the runbooks of opsbook ${version}. They stand in for these of other packs:

${replaced.join('\n')}
`;
  return { path: 'CHANGES.md', content };
}

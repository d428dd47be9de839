// `npm run new -- runbook network.find-unused-ports`, `npm run new -- library netbox`
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newLibrary } from './new-library.ts';
import { newRunbook } from './new-runbook.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const makers: Record<string, ((root: string, name: string) => string[]) | undefined> = {
  runbook: newRunbook,
  library: newLibrary,
};
const [kind = '', name] = process.argv.slice(2);
const make = makers[kind];
if (make === undefined || name === undefined) {
  console.error('npm run new -- runbook <resource>.<verb>[-<object>]\nnpm run new -- library <name>');
  process.exitCode = 2;
} else {
  try {
    const files = make(root, name);
    const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
    execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', ...files], {
      cwd: root,
      stdio: 'inherit',
    });
    console.log(files.join('\n'));
    if (kind === 'runbook')
      console.log(
        `Now: cd workflows && npm test -- ${String(files[1]).replace('workflows/', '')}; CONTRIBUTING.md says how to go on`,
      );
    if (kind === 'library')
      console.log('Now: npm install, so that others can import it; its README; a row in the README of the root');
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}

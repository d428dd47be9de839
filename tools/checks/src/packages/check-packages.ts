// `npm run packages`: packs every library, has the tarballs looked at by publint and attw, installs those of three libraries in an
// empty folder and uses them there. Needs the registry, for what they depend on.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'opsbook-packages-'));
const run = (command: string, args: readonly string[], cwd = root): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

interface Manifest {
  name: string;
  version: string;
  private?: boolean;
}

try {
  run('npm', ['run', '--silent', 'build']);
  const packages = globSync('{libs/*,workflows}/package.json', { cwd: root })
    .sort()
    .map((path) => ({ path: dirname(path), ...(JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest) }));
  const tarballs = new Map<string, string>();
  for (const { name, path } of packages.filter((one) => one.private !== true)) {
    const tarball = join(folder, run('npm', ['pack', '--silent', '--pack-destination', folder], join(root, path)));
    run('publint', ['run', tarball, '--strict']);
    // The packages are ES modules only: what a CommonJS `require` would see is not a promise of theirs.
    run('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii']);
    tarballs.set(name, tarball);
    console.log(`${name}: publint and attw find nothing`);
  }
  const wanted = ['context', 'http', 'openstack', 'alertmanager', 'ssh'].map(
    (name) => tarballs.get(`@opsbook/${name}`) ?? name,
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'outside', private: true, type: 'module' }));
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], folder);
  copyFileSync(fileURLToPath(new URL('use-packages.ts', import.meta.url)), join(folder, 'use-packages.ts'));
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--verbatimModuleSyntax'];
  const modules = ['--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  // Ours have no types of node's: those of this repository.
  const types = ['--typeRoots', join(root, 'node_modules/@types'), '--skipLibCheck', 'false', '--noEmit'];
  run(
    join(root, 'node_modules/@typescript/native/bin/tsc'),
    [...strict, ...modules, ...types, 'use-packages.ts'],
    folder,
  );
  console.log('use-packages.ts: its types are right under a strict TypeScript, declarations of dependencies included');
  console.log(run(process.execPath, ['use-packages.ts'], folder));
} finally {
  rmSync(folder, { recursive: true });
}

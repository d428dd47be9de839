// Runs every package's unit tests on the Node that started npm, not on the one that the workspace pins: npm puts
// node_modules/.bin first on the PATH, so that one is only to be had by its absolute path.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const runner = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path));
if (runner === undefined) throw new Error('there is no node on the PATH besides the workspace’s own');

const version = spawnSync(runner, ['--version'], { encoding: 'utf8' }).stdout.trim();
console.log(`${runner} ${version}`);
const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`opsbook needs Node 22.18 or newer, this is ${version}`);
  process.exit(2);
}
const jest = join(root, 'node_modules/jest/bin/jest.js');
const { status } = spawnSync(runner, ['--experimental-vm-modules', '--no-warnings', jest, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LeftOut } from './left-out.ts';

const folder = fileURLToPath(new URL('../../peers/', import.meta.url));

/** The program that drives DBOS, and its version; installed if it is not. Throws {@link LeftOut} when it cannot be. */
export function installDbos(): { program: string; version: string } {
  const manifest = `${folder}node_modules/@dbos-inc/dbos-sdk/package.json`;
  if (!existsSync(manifest)) install();
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { program: `${folder}dbos.js`, version };
}

function install(): void {
  // The npm that runs this script tells its children to work on the workspace.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const { status, error, stderr } = spawnSync('npm', ['ci'], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new LeftOut(`npm ci in ${folder} failed: ${error?.message ?? stderr.trim()}`);
}

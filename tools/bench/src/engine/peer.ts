import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LeftOut } from './left-out.ts';

const NAME = '@dbos-inc/dbos-sdk';
const folder = fileURLToPath(new URL('../../peers/', import.meta.url));

/** The program that drives DBOS, and its version; installed if it is not. Throws {@link LeftOut} when it cannot be. */
export function installDbos(): { program: string; version: string } {
  const { dependencies } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as Manifest;
  const version = dependencies[NAME] ?? '';
  if (installed() !== version) install();
  return { program: `${folder}dbos.js`, version };
}

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
}

function installed(): string | undefined {
  try {
    return (JSON.parse(readFileSync(`${folder}node_modules/${NAME}/package.json`, 'utf8')) as Manifest).version;
  } catch {
    return undefined;
  }
}

function install(): void {
  const { status, error, stderr } = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  const why = error?.message ?? stderr.trim().split('\n').slice(0, 4).join('; ');
  throw new LeftOut(`npm ci in ${folder} failed: ${why}`);
}

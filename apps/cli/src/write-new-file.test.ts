import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './testing/temporary-folder.ts';

const module = new URL('./write-new-file.ts', import.meta.url).href;

/** Writes so many bytes in a process whose files may have 4 KiB at most. */
const write = (cwd: string, bytes: number) =>
  spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 8; exec "$0" --input-type=module -e "$1"',
      process.execPath,
      `const { writeNewFile } = await import('${module}');
       writeNewFile('new', 'x'.repeat(${bytes}));`,
    ],
    { cwd, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );

test('nothing is left of a file that cannot be written to its end', () => {
  const { path } = temporaryFolder();
  expect(write(path, 100_000).stderr).toContain('EFBIG');
  expect(readdirSync(path)).toEqual([]);
  expect(write(path, 1000)).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(path, 'new'), 'utf8')).toHaveLength(1000);
});

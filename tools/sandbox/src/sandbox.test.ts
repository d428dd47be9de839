import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { filesOf, opsbook } from './paths.ts';
import { startSandbox, stopSandbox } from './sandbox.ts';

const run = promisify(execFile);

it('is a cloud that opsbook can plan on, and is gone when it is stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-sandbox-'));
  try {
    await startSandbox(folder);
    const words = ['plan', 'hypervisor.drain', '--hypervisor', 'hv4', '--reason', 'new kernel', '--json'];
    const { stdout } = await run(process.execPath, [opsbook, '--config', filesOf(folder).config, ...words]);
    expect(JSON.parse(stdout)).toMatchObject({ changes: 8, unknown: 0 });
    expect(await stopSandbox(folder)).toBe(true);
    expect(await stopSandbox(folder)).toBe(false);
  } finally {
    await stopSandbox(folder);
    rmSync(folder, { recursive: true });
  }
});

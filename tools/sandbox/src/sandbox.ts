import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { SANDBOX, filesOf, server } from './paths.ts';

const PATIENCE = 30_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Starts a new sandbox in a process of its own, instead of one that may be there; resolves when it answers. */
export async function startSandbox(folder = SANDBOX): Promise<void> {
  const files = filesOf(folder);
  await stopSandbox(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const log = openSync(files.log, 'w');
  const child = spawn(process.execPath, ['--conditions=@opsbook/source', server, folder], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  for (const deadline = Date.now() + PATIENCE; !existsSync(files.config);) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      throw new Error(`the sandbox did not start:\n${readFileSync(files.log, 'utf8')}`);
    }
    await pause();
  }
}

/** Stops the sandbox; false if none runs. */
export async function stopSandbox(folder = SANDBOX): Promise<boolean> {
  const { pid: pidFile } = filesOf(folder);
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined;
  if (pid === undefined || !isSandbox(pid)) return false;
  process.kill(pid, 'SIGTERM');
  while (isSandbox(pid)) await pause();
  return true;
}

/** Whether the process is a sandbox: its number may have been given to another one since. */
function isSandbox(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes(server);
}

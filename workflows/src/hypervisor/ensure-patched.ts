import { type RunContext, absent, done, failed, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { CommandFailed, unlessFailed } from '../host/command-failed.ts';
import { sshOf } from './ssh-of.ts';

export interface Patched {
  /** The end of what the command wrote; null where nothing was to be done, or it was not looked at. */
  output: string | null;
}

const SHOWN = 2000;

/**
 * Patches a hypervisor with the configured command. Where another command tells what is left to patch, that is looked at
 * before and after; else it is run once, and where nobody knows whether it ran, a person has to say.
 */
export async function ensurePatched(ctx: RunContext<Services>, hypervisor: string): Promise<Patched> {
  const { patch, patched, patchTimeout: timeout, sudo } = ctx.services.config.maintenance;
  if (patch === undefined) refuse('the configuration names no command to patch with: set maintenance.patch');
  const run = async () => {
    const { host, client } = sshOf(ctx.services, hypervisor);
    const { stdout } = unlessFailed(patch, await client.exec(host, patch, { sudo, timeout }));
    return { output: stdout.slice(-SHOWN) };
  };
  const preview = () => `${sudo ? 'sudo ' : ''}${patch.join(' ')}`;
  if (patched === undefined) return await ctx.once<Patched>('patched', run, { assume: { output: null }, preview });
  return await ctx.ensure<Patched>('patched', {
    check: async () => {
      const { host, client } = sshOf(ctx.services, hypervisor);
      const result = await client.read(host, patched, { timeout: 300 });
      if (result.ok) return done({ output: null });
      return result.code === 1 ? absent() : failed(new CommandFailed(patched, result).message);
    },
    change: run,
    preview,
    assume: { output: null },
    every: 15,
    timeout: 60,
  });
}

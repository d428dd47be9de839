import { type AnyRunbook, type Engine, type Json, RunGuard, freezeOf, frozen, parseInput } from '@opsbook/runbook';
import type { Site } from '../site.ts';

/**
 * Throws `FROZEN` for what may not start now. `Engine.start` does so itself; this spares a cloud that somebody froze the
 * requests of a plan, and whoever asks the wait for it.
 */
export async function refuseFrozen(engine: Engine, site: Site, runbook: AnyRunbook, input: Json): Promise<void> {
  const freezes = await engine.freezes();
  if (freezes.length === 0) return;
  const services = site.connect({ guard: new RunGuard(), clock: site.clock });
  try {
    const targets = runbook.targets?.(parseInput(runbook, input).parsed, services) ?? [];
    const freeze = freezeOf(freezes, { targets });
    if (freeze !== undefined) throw frozen(freeze);
  } finally {
    services.close?.();
  }
}

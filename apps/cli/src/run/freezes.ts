import { type Engine, type Freeze, type RunRecord, freezeOf, freezeText, hasEnded } from '@opsbook/runbook';
import { family } from './family.ts';
import type { Session } from '../session.ts';
import { unfreezeCommand } from './unfreeze-command.ts';

/** Tells of each freeze that stands: who froze what, since when and why. */
export async function noteFreezes(session: Session, engine: Engine): Promise<void> {
  for (const freeze of await engine.freezes()) session.note(`${freezeLine(freeze, session.command)}\n`);
}

export const freezeLine = (freeze: Freeze, command: Session['command']): string =>
  `FROZEN: ${freezeText(freeze)}. Lift it: ${unfreezeCommand(freeze, command)}`;

/** The freeze that stops a run which has not ended: its own, or that of a run under way which it has started. */
export async function freezeOfRun(engine: Engine, run: RunRecord): Promise<Freeze | undefined> {
  if (hasEnded(run)) return undefined;
  const freezes = await engine.freezes();
  if (freezes.length === 0) return undefined;
  const targets = (await family(engine, run)).flatMap((member) => member.targets);
  return freezeOf(freezes, { targets });
}

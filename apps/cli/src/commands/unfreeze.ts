import { type Engine, type Freeze, freezeOf } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { noteFreezes } from '../run/freezes.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';
import { scopeOf, stoppedBy } from './freeze.ts';

/** `opsbook unfreeze --reason <text>`. */
export async function unfreeze(session: Session, { reason }: { reason: string }): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    const { scope, label } = await scopeToLift(session, site, engine);
    const standing = (await engine.freezes()).find((freeze) => freeze.scope === scope);
    if (!(await engine.unfreeze(scope, session.by(), reason)) || standing === undefined) {
      await noteFreezes(session, engine);
      throw new UsageError(scope === '' ? 'there is no freeze of everything' : `there is no freeze of ${label}`);
    }
    const others = await engine.freezes();
    const left = (await stoppedBy(engine, standing)).filter(
      (run) => (run.status === 'waiting' || engine.isInterrupted(run)) && freezeOf(others, run) === undefined,
    );
    if (session.json) session.printJson({ ...standing, left: left.map(({ id }) => id) });
    else session.print(`${standing.label} is not frozen any more.\n`);
    // Another one may stand still.
    await noteFreezes(session, engine);
    if (left.length === 0) return EXIT.done;
    const resumes = left.map(({ id, runbook }) => `  ${session.command('resume', id)}  (${runbook})\n`);
    session.note(`Runs that wait to be gone on with, each by itself or all by ${session.command('work')}:\n`);
    session.note(resumes.join(''));
    return EXIT.done;
  });
}

/** What `--cloud` names. A cloud that this site does not know is found by the name that whoever froze it gave it, or by its scope. */
async function scopeToLift(session: Session, site: Site, engine: Engine): Promise<Pick<Freeze, 'scope' | 'label'>> {
  try {
    return scopeOf(session, site);
  } catch (error) {
    const { cloud } = session.globals;
    const named = (await engine.freezes()).filter(
      ({ scope, label }) => scope !== '' && (label === cloud || scope === cloud),
    );
    const [only, second] = named;
    if (only === undefined || second !== undefined) throw error;
    return only;
  }
}

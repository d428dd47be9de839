import type { ExitCode } from '../exit-code.ts';
import { type DriveOptions, drive } from '../run/drive.ts';
import { noteLedger } from '../run/ledger-note.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook resume <run>`. */
export async function resume(session: Session, id: string, options: DriveOptions): Promise<ExitCode> {
  return withEngine(session, async (engine, site) => {
    // What it executes may be a runbook of the site's own.
    await site.catalog();
    noteLedger(session, site);
    const run = await engine.get(id);
    session.subject = run.id;
    return drive(session, site, engine, run, options);
  });
}

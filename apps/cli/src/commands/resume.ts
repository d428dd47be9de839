import type { Engine } from '@opsbook/runbook';
import type { ExitCode } from '../exit-code.ts';
import { type DriveOptions, drive } from '../run/drive.ts';
import { noteLedger } from '../run/ledger-note.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook resume <run>`. */
export async function resume(session: Session, id: string, options: DriveOptions): Promise<ExitCode> {
  const site = await session.site();
  const goOn = async (engine: Engine) => {
    noteLedger(session, site);
    const run = await engine.get(id);
    session.subject = run.id;
    return drive(session, site, engine, run, options);
  };
  return withEngine(session, goOn, await site.catalog());
}

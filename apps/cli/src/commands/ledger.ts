import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/** `opsbook ledger backup <file>`. */
export async function backup(session: Session, file: string): Promise<ExitCode> {
  const site = await session.site();
  const to = resolve(session.terminal.cwd, file);
  await site.backupLedger(to);
  if (session.json) session.printJson({ ledger: site.ledger.path, backup: to });
  else session.print(`${to}\n`);
  session.note(`It is a copy of ${site.ledger.path}. To look into it: ${session.command('--ledger', to, 'runs')}\n`);
  return EXIT.done;
}

import { EXIT, type ExitCode } from '../exit-code.ts';
import { headed } from '../format/table.ts';
import type { Session } from '../session.ts';

/** `opsbook list`. */
export async function list(session: Session): Promise<ExitCode> {
  const { runbooks, sourceOf } = await (await session.site()).catalog();
  if (session.json) {
    session.printJson(runbooks.map(({ name, summary, risk }) => ({ name, summary, risk, source: sourceOf(name) })));
    return EXIT.done;
  }
  const { bold } = session.style;
  const rows = runbooks.map(({ name, summary, risk }) => [bold(name), risk, sourceOf(name), summary]);
  session.print(headed(['RUNBOOK', 'RISK', 'SOURCE', 'SUMMARY'], rows));
  return EXIT.done;
}

import { EXIT, type ExitCode } from '../exit-code.ts';
import { headed } from '../format/table.ts';
import type { Session } from '../session.ts';

/** `opsbook list`. */
export async function list(session: Session): Promise<ExitCode> {
  const runbooks = [...(await session.backend.runbooks())].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (session.json) {
    session.printJson(runbooks.map(({ name, summary, risk }) => ({ name, summary, risk })));
    return EXIT.done;
  }
  const { bold } = session.style;
  const rows = runbooks.map(({ name, summary, risk }) => [bold(name), risk, summary]);
  session.print(headed(['RUNBOOK', 'RISK', 'SUMMARY'], rows));
  return EXIT.done;
}

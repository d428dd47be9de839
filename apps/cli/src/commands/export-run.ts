import { resolve } from 'node:path';
import type { ExportedRun } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';
import { withEngine } from '../with-engine.ts';

/**
 * `opsbook show <run> --export [file]`.
 * @param target a file that is not there yet; `-` for standard output; true for `opsbook-<run>.json`
 */
export async function exportRun(session: Session, id: string, target: string | true): Promise<ExitCode> {
  return withEngine(session, async (engine) => {
    const { id: whole } = await engine.get(id);
    session.subject = whole;
    const exported = await engine.export(whole);
    const counts = countsOf(exported);
    if (target === '-') session.printJson(exported);
    else {
      const file = resolve(session.terminal.cwd, target === true ? `opsbook-${whole}.json` : target);
      write(file, `${JSON.stringify(exported, null, 2)}\n`);
      const { format } = exported;
      if (session.json) session.printJson({ run: whole, file, format, ...counts, audit: exported.audit.length });
      else session.print(`${file}\n`);
    }
    session.note(
      `It holds ${counts.runs} run(s) with input, ${counts.journal} journal entries and ${counts.events} events, and ` +
        `${exported.audit.length} entries of the audit trail. Secrets that opsbook knows are masked; whatever else the services ` +
        'answered is in it: look through it before you pass it on.\n',
    );
    return EXIT.done;
  });
}

function write(file: string, text: string): void {
  try {
    writeNewFile(file, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'EEXIST' ? `${file} exists already: name another file` : `the export cannot be written: ${message}`,
    );
  }
}

function countsOf({ journal, events, children }: ExportedRun): { runs: number; journal: number; events: number } {
  const sum = { runs: 1, journal: journal.length, events: events.length };
  for (const child of children.map(countsOf)) {
    sum.runs += child.runs;
    sum.journal += child.journal;
    sum.events += child.events;
  }
  return sum;
}

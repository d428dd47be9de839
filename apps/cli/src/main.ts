import { CommanderError } from 'commander';
import { backend as realBackend } from './backend.ts';
import { EXIT } from './exit-code.ts';
import { buildProgram } from './program/build-program.ts';
import type { Session } from './session.ts';
import type { Backend } from './site.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command line.
 * @param argv the arguments after the program's name
 * @returns the exit code; never throws
 */
export async function main(
  argv: readonly string[],
  terminal: Terminal,
  backend: Backend = realBackend,
): Promise<number> {
  let session: Session | undefined;
  let code: number = EXIT.done;
  const program = buildProgram(terminal, backend, async (opened, run) => {
    session = opened;
    code = await run();
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      // Which options there are is not known yet: the command line could not be read.
      const value = { code: 'USAGE', kind: 'invalid-input', message: error.message };
      if (argv.includes('--json')) terminal.out(`${JSON.stringify({ error: value }, null, 2)}\n`);
      return EXIT.invalid;
    }
    if (session === undefined) throw error;
    const { reportError } = await import('./report-error.ts');
    return reportError(session, error);
  }
}

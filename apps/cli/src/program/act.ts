import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';

/** Opens the session of the command that was called and performs its work. */
export type Act = (command: Command, work: (session: Session) => Promise<ExitCode>) => Promise<void>;

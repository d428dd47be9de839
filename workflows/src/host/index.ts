import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { readHost } from './read.ts';
import { runCommand } from './run-command.ts';

export { readHost, runCommand };

/** The runbooks of this domain. */
export const hostRunbooks: readonly AnyRunbook<Services>[] = [readHost, runCommand];

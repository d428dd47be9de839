import type { ExecResult } from '@opsbook/ssh';

const SHOWN = 600;

/** A command that a host ran, and that did not exit with 0. */
export class CommandFailed extends Error {
  readonly code = 'COMMAND_FAILED';
  readonly kind = 'refused';

  constructor(argv: readonly string[], result: ExecResult) {
    const how = result.signal === null ? `exited with ${result.code ?? 'nothing'}` : `was ended by ${result.signal}`;
    const said = (result.stderr.trim() || result.stdout.trim()).slice(-SHOWN);
    super(`${argv.join(' ')} on ${result.host} ${how}${said === '' ? '' : `: ${said}`}`);
    this.name = 'CommandFailed';
  }
}

/** @throws CommandFailed unless it exited with 0 */
export function unlessFailed(argv: readonly string[], result: ExecResult): ExecResult {
  if (!result.ok) throw new CommandFailed(argv, result);
  return result;
}

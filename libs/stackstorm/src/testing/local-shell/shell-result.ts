import type { ExecutionStatus } from '../../executions/execution.ts';
import type { Ended } from './run-command.ts';

/** What stands for a process that took too long. */
const TIMED_OUT = -9;
const STATUSES: Readonly<Record<number, ExecutionStatus>> = {
  0: 'succeeded',
  [TIMED_OUT]: 'timeout',
  [-15]: 'abandoned',
};

/**
 * What an execution of a local runner has for its result. Each stream is decoded where all of it is JSON.
 * Sources: contrib/runners/local_runner/local_runner/base.py, st2common/util/jsonify.py (`json_loads`).
 */
export function shellResult({ code, stdout, stderr, timedOut }: Ended, timeout: number) {
  const returned = timedOut ? TIMED_OUT : code;
  // Also what somebody else killed (st2common/util/green/shell.py).
  const isLate = returned === TIMED_OUT;
  const succeeded = returned === 0;
  return {
    status: STATUSES[returned] ?? ('failed' as const),
    result: {
      ...{ failed: !succeeded, succeeded, return_code: returned, stdout: decoded(stdout), stderr: decoded(stderr) },
      ...(isLate && { error: `Action failed to complete in ${timeout} seconds` }),
    },
  };
}

/** orjson, with which StackStorm reads, refuses a surrogate that stands alone. */
function whole(key: string, value: unknown): unknown {
  if (key.isWellFormed() && (typeof value !== 'string' || value.isWellFormed())) return value;
  throw new SyntaxError('half a sign');
}

function decoded(stream: string): unknown {
  // One line end goes, of whatever kind (st2common/util/misc.py, `strip_shell_chars`).
  const text = stream.replace(/\n$/, '').replace(/\r$/, '');
  try {
    return JSON.parse(text, whole) as unknown;
  } catch {
    return text;
  }
}

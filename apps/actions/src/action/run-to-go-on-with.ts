import { isDeepStrictEqual } from 'node:util';
import { type Engine, type Json, type RunRecord, isRunbookError } from '@opsbook/runbook';
import { BRIDGE_ENV } from '../bridge.ts';
import { BridgeError } from './bridge-error.ts';
import { runIdOf } from './run-id-of.ts';
import { requesterOf } from './requester-of.ts';
import type { ActionRequest } from './take-bridge.ts';

/** Runs that have not ended are few; so many of them are looked at. */
const MOST = 1000;

/**
 * The run that an execution goes on with: its own, or the one that an earlier attempt at the same left behind. Each attempt is
 * a new execution: a retry by policy names the one before by an id that it never learnt itself (of its live action), a re-run by
 * hand names the first, a retry by a workflow none. So it is looked for by what it does: the same runbook with the same input,
 * asked for by StackStorm for the same workflow, or for the same user where a policy tries again. What has ended is not gone on with:
 * trying again is a new run.
 * @throws BridgeError where the execution has begun a run of something else
 */
export async function runToGoOnWith(
  engine: Engine,
  request: ActionRequest,
  work: { runbook: string; input: Json },
): Promise<RunRecord | undefined> {
  const { execution, context } = request;
  const own = execution === undefined ? undefined : await find(engine, runIdOf(execution));
  if (own !== undefined) {
    if (own.runbook === work.runbook && isDeepStrictEqual(own.input, work.input)) return own;
    // A script that is an action itself, and calls this one more than once.
    throw new BridgeError([
      `${BRIDGE_ENV.execution}: this execution has begun ${own.id} (${own.runbook}) already, and is one run; unset it to call more`,
    ]);
  }
  const isRetry = context.retry !== undefined && context.retry !== null;
  const isRerun = context.rerun !== undefined && context.rerun !== null;
  const { user, parent } = requesterOf(request);
  if (!isRetry && !isRerun && parent === undefined) return undefined;
  const open = await engine.list({
    runbook: work.runbook,
    status: ['waiting', 'running'],
    rootsOnly: true,
    limit: MOST,
  });
  return open.find(({ requestedBy, input }) => {
    if (requestedBy.surface !== 'stackstorm' || !isDeepStrictEqual(input, work.input)) return false;
    if (isRerun) return true;
    return parent === undefined ? requestedBy.user === user : requestedBy['parent'] === parent;
  });
}

async function find(engine: Engine, id: string): Promise<RunRecord | undefined> {
  try {
    return await engine.get(id);
  } catch (error) {
    if (isRunbookError(error) && error.code === 'UNKNOWN_RUN') return undefined;
    throw error;
  }
}

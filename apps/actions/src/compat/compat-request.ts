import { RunbookError } from '@opsbook/runbook';
import type { ActionRequest } from '../action/take-bridge.ts';
import { COMPAT_ACTIONS } from './compat-actions.ts';
import { type Ignored, compatCall } from './compat-call.ts';

/** What an action of the cloud pack asks for. */
export interface CompatRequest {
  /** The name of its runbook. */
  runbook: string;
  /** With the runbook's input for parameters, and a plan where the old ones only ask for one. */
  request: ActionRequest;
  ignored: Ignored[];
}

/**
 * Turns a request with an action's old parameters into one of its runbook.
 * @param name without the pack: `hypervisor.drain`
 * @throws RunbookError `UNKNOWN_RUNBOOK`, and `INVALID_INPUT` with every parameter that is wrong
 */
export function compatRequest(name: string, request: ActionRequest): CompatRequest {
  const action = COMPAT_ACTIONS.find((one) => one.name === name);
  if (action === undefined) throw new RunbookError('UNKNOWN_RUNBOOK', `the cloud pack has no action '${name}'`);
  const { input, plan, ignored } = compatCall(action, request.params);
  return {
    runbook: action.runbook,
    request: { ...request, params: input, plan: request.plan === true || plan },
    ignored,
  };
}

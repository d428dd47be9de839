import type { Requester } from '@opsbook/runbook';
import type { ActionRequest } from './take-bridge.ts';

/** The user where StackStorm knows none. */
export const NOBODY = 'stackstorm';

/** Who asks, as the run's record says it: in chat the person and not the bot, and where in StackStorm it came from. */
export function requesterOf({ execution, context }: ActionRequest): Requester {
  const { apiUser, user, trace, rule, parent } = context;
  return {
    user: apiUser ?? user ?? NOBODY,
    surface: 'stackstorm',
    ...given('execution', execution),
    ...given('trace', trace?.trace_tag),
    ...given('rule', rule?.name),
    ...given('parent', parent?.execution_id),
  };
}

const given = (key: string, value: string | null | undefined): Record<string, string> =>
  value === undefined || value === null ? {} : { [key]: value };

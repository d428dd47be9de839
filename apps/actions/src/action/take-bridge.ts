import { Secret } from '@opsbook/context';
import type * as z from 'zod';
import { BRIDGE_ENV, type Bridge, bridgeSchema } from '../bridge.ts';
import { BridgeError } from './bridge-error.ts';
import { isExecutionId } from './run-id-of.ts';

/** What an execution of StackStorm asks for. */
export interface ActionRequest extends Bridge {
  /** The execution's id; undefined where the action was called by hand, with nothing to attach to. */
  execution: string | undefined;
  /** Of StackStorm's API. */
  apiUrl?: string | undefined;
  /** For that API, valid while the execution lasts. */
  token: Secret | undefined;
}

/**
 * Reads the request from the environment and removes it there, so that no child process inherits it. Nothing of what was
 * given is repeated in an error: it may hold secrets.
 * @param env the environment of the process itself
 * @throws BridgeError with every fault
 */
export function takeBridge(env: Readonly<Record<string, string | undefined>>): ActionRequest {
  const take = (name: string): string | undefined => {
    const value = env[name];
    Reflect.deleteProperty(env, name);
    return value === '' ? undefined : value;
  };
  const text = take(BRIDGE_ENV.params);
  const token = take(BRIDGE_ENV.token);
  const execution = env[BRIDGE_ENV.execution];
  const apiUrl = env[BRIDGE_ENV.apiUrl];
  if (text === undefined)
    throw new BridgeError([`${BRIDGE_ENV.params} is not set: this command is for the actions of the StackStorm pack`]);
  if (execution !== undefined && !isExecutionId(execution))
    throw new BridgeError([`${BRIDGE_ENV.execution} is no id of an execution (24 hexadecimal digits)`]);
  return {
    ...parse(text),
    execution,
    apiUrl: apiUrl === '' ? undefined : apiUrl,
    token: token === undefined ? undefined : new Secret(token),
  };
}

function parse(text: string): Bridge {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BridgeError([`${BRIDGE_ENV.params} is not JSON`]);
  }
  const result = bridgeSchema.safeParse(value);
  if (result.success) return { ...result.data, context: withoutCommandLine(result.data.context) };
  throw new BridgeError(result.error.issues.map(faultOf));
}

/** Of st2's own command line the channel is `cli` (st2 `st2client/commands/action_alias.py`): there, nobody waits in a chat. */
function withoutCommandLine({ channel, ...context }: Bridge['context']): Bridge['context'] {
  const isChat = channel !== undefined && channel !== null && channel !== '' && channel !== 'cli';
  return { ...context, ...(isChat && { channel }) };
}

const faultOf = ({ path, message }: z.core.$ZodIssue): string =>
  `${BRIDGE_ENV.params}: ${[...path.map(String), message].join(': ')}`;

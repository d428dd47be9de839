import { JiraError, isJiraError } from './errors.ts';

/**
 * What a look says of a change whose answer was lost. Where the look finds nothing, or fails itself, the change's own error is
 * thrown: nothing may hide that the change may have taken effect.
 * @param error of the change; one with a known outcome is thrown as it is
 */
export async function lookedAfter<T>(error: unknown, look: () => Promise<T | undefined>): Promise<T> {
  if (!isJiraError(error) || !error.outcomeUnknown) throw error;
  const found = await look().catch(() => undefined);
  if (found === undefined) throw error;
  return found;
}

/** A look after a change that was accepted. Where it fails, its error says that there was a change: `outcomeUnknown`. */
export async function lookSince<T>(change: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!isJiraError(error)) throw error;
    const { code, message, status, requestId, serviceMessage } = error;
    const details = { status, requestId, serviceMessage, outcomeUnknown: true, cause: error };
    throw new JiraError(code, `${message}; ${change} was accepted before: look before you repeat it`, details);
  }
}

import { type StackStormError, isStackStormError } from '../errors.ts';

/** The error that a request ends with. */
export async function errorOf(request: Promise<unknown>): Promise<StackStormError> {
  const answer = await request.catch((error: unknown) => {
    if (isStackStormError(error)) return error;
    throw error;
  });
  if (isStackStormError(answer)) return answer;
  throw new Error(`it was answered: ${JSON.stringify(answer)}`);
}

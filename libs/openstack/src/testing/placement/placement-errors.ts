import { Refusal } from '../refusal.ts';

const PHRASES: Record<number, [title: string, phrase: string]> = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
  406: [
    'Not Acceptable',
    'The resource could not be generated that was acceptable to your browser (content of type application/json. ',
  ],
  409: ['Conflict', 'There was a conflict when trying to complete your request.'],
  500: ['Internal Server Error', 'The server has either erred or is incapable of performing the requested operation.'],
};

/** An error in placement's shape; its request id and code are added where it is sent. */
export function placementError(status: number, message: string, more: Record<string, string> = {}): Refusal {
  const [title, phrase] = PHRASES[status] ?? ['Error', ''];
  const detail = `${phrase}\n\n ${message}${status === 406 ? '' : '  '}`;
  return new Refusal({ status, body: { errors: [{ status, title, detail, ...more }] } });
}

export const badRequest = (message: string, code?: string): Refusal =>
  placementError(400, message, code === undefined ? {} : { code });

export const notFound = (message: string): Refusal => placementError(404, message);

export const conflict = (message: string, code?: string): Refusal =>
  placementError(409, message, code === undefined ? {} : { code });

export const forbidden = (rule: string): Refusal =>
  placementError(403, `Policy does not allow placement:${rule} to be performed.`);

export const CONCURRENT = 'placement.concurrent_update';

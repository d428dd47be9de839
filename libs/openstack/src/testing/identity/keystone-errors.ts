import { Refusal } from '../refusal.ts';

/** An error in keystone's shape. */
export const keystoneError = (code: number, title: string, message: string): Refusal =>
  new Refusal({ status: code, body: { error: { code, message, title } } });

/** A wrong password, an unknown user, a dead token: keystone tells nobody which. */
export const unauthorized = (): Refusal =>
  keystoneError(401, 'Unauthorized', 'The request you have made requires authentication.');

/** By the policy. */
export const forbidden = (action: string): Refusal =>
  notNow(`You are not authorized to perform the requested action: ${action}.`);

/** Not by the policy: its state does not allow it, whoever asks. */
export const notNow = (message: string): Refusal => keystoneError(403, 'Forbidden', message);

export const badRequest = (message: string): Refusal => keystoneError(400, 'Bad Request', message);

/** What keystone's own code, and no schema, finds wrong with a body. */
export const malformed = (message: string): Refusal =>
  badRequest(
    `${message} The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
  );

export const missing = (message: string): Refusal => keystoneError(404, 'Not Found', message);

/** @param kind `project` */
export const notFound = (kind: string, id: string | undefined): Refusal =>
  missing(`Could not find ${kind}: ${id ?? ''}.`);

export const conflict = (kind: string, details: string): Refusal =>
  keystoneError(409, 'Conflict', `Conflict occurred attempting to store ${kind} - ${details}.`);

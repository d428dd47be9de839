import { Refusal } from '../refusal.ts';

/** An error in keystone's shape. */
export const keystoneError = (code: number, title: string, message: string): Refusal =>
  new Refusal({ status: code, body: { error: { code, message, title } } });

/** A wrong password, an unknown user, a dead token: keystone tells nobody which. */
export const unauthorized = (): Refusal =>
  keystoneError(401, 'Unauthorized', 'The request you have made requires authentication.');

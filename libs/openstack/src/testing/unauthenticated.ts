import { Refusal } from './refusal.ts';

/** What keystonemiddleware says in front of every service but glance. */
export const unauthenticated = (url: string): Refusal =>
  new Refusal({
    status: 401,
    headers: { 'www-authenticate': `Keystone uri="${url}/identity"` },
    body: {
      error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
    },
  });

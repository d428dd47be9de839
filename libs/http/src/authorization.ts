import { Secret } from '@opsbook/context';

/** How to log in: by name and password (basic), or with a token (bearer). */
export type Login = { username: string; password: Secret | string } | { token: Secret | string };

/** What the `Authorization` header holds. What is secret in it is masked from then on, wherever it might turn up. */
export function authorization(login: Login): Secret {
  if ('token' in login) return new Secret(`Bearer ${remembered(login.token)}`);
  const credentials = new Secret(Buffer.from(`${login.username}:${remembered(login.password)}`).toString('base64'));
  return new Secret(`Basic ${credentials.reveal()}`);
}

/** What is wrong with a login, by its path in a client's options. */
export const loginFaults = (login: object | undefined): string[] =>
  login !== undefined && 'username' in login && String(login.username).includes(':')
    ? ['auth.username: basic authentication has no place for a colon']
    : [];

const remembered = (value: Secret | string): string => (typeof value === 'string' ? new Secret(value) : value).reveal();

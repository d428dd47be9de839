import type { SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import type { SimulatedToken } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import { forbidden, missing, unauthorized } from './keystone-errors.ts';
import { type LoginBody, login } from './keystone-login.ts';
import { tokenView } from './keystone-token-view.ts';
import { callerOf, deathOf } from './tokens.ts';

/** Keystone's `/v3/auth/tokens`: log in, look, revoke. */
export function serveTokens(api: KeystoneApi, server: SimulatorServer): void {
  const { world } = api;
  api.route('POST', '/v3/auth/tokens', ({ body }) => {
    const token = login(world, body as LoginBody | undefined);
    return {
      status: 201,
      headers: { 'x-subject-token': token.value, vary: 'X-Auth-Token' },
      body: { token: tokenView(world, token, server.url) },
    };
  });
  api.route('GET', '/v3/auth/tokens', (request) => {
    const token = subject(api, request, 'validate_token');
    const headers = { 'x-subject-token': token.value };
    return { status: 200, headers, body: { token: tokenView(world, token, server.url) } };
  });
  api.route('DELETE', '/v3/auth/tokens', (request) => {
    subject(api, request, 'revoke_token').revoked = true;
    return { status: 204 };
  });
}

/**
 * The token that a request is about: the caller's user's, or anybody's for admins; to look at for readers of the system and
 * services too.
 * @throws 401 when the one that it comes with is dead; 404 with the reason when this one is
 */
function subject({ world }: KeystoneApi, { headers }: SimulatorRequest, rule: string): SimulatedToken {
  const caller = callerOf(world, headers['x-auth-token']);
  if (caller === undefined) throw unauthorized();
  const value = headers['x-subject-token'];
  const token = world.state.tokens.find((one) => one.value === value);
  if (value !== undefined && token === undefined) throw missing('Could not recognize Fernet token');
  const looks = rule === 'validate_token' && (caller.roles.includes('service') || isSystemReader(caller));
  if (!caller.admin && !looks && token?.userId !== caller.userId) throw forbidden(`identity:${rule}`);
  const death = token === undefined ? 'Could not recognize Fernet token' : deathOf(world, token);
  if (token === undefined || death !== undefined) throw missing(death ?? '');
  return token;
}

const isSystemReader = ({ roles, token }: NonNullable<ReturnType<typeof callerOf>>): boolean =>
  token.system && roles.includes('reader');

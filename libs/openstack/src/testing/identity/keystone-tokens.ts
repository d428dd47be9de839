import type { SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import type { KeystoneApi } from './keystone-api.ts';
import { keystoneError, unauthorized } from './keystone-errors.ts';
import { type LoginBody, login } from './keystone-login.ts';
import { tokenView } from './keystone-token-view.ts';
import { validToken } from './tokens.ts';
import type { World } from '../world.ts';

/** Keystone's `/v3/auth/tokens`: log in, look, revoke. */
export function serveTokens(api: KeystoneApi, server: SimulatorServer, world: World): void {
  api.route('POST', '/v3/auth/tokens', ({ body }) => {
    const token = login(world, body as LoginBody | undefined);
    return {
      status: 201,
      headers: { 'x-subject-token': token.value, vary: 'X-Auth-Token' },
      body: { token: tokenView(world, token, server.url) },
    };
  });
  api.route('GET', '/v3/auth/tokens', (request) => {
    const { token, value } = subject(world, request);
    if (token === undefined) {
      const known = world.state.tokens.some((one) => one.value === value);
      throw keystoneError(404, 'Not Found', known ? 'Failed to validate token' : 'Could not recognize Fernet token');
    }
    const headers = { 'x-subject-token': token.value };
    return { status: 200, headers, body: { token: tokenView(world, token, server.url) } };
  });
  api.route('DELETE', '/v3/auth/tokens', (request) => {
    const { token } = subject(world, request);
    if (token !== undefined) token.revoked = true;
    return { status: 204 };
  });
}

/** The token that a request is about. @throws 401 when the one that it comes with is dead */
function subject(world: World, { headers }: SimulatorRequest) {
  if (validToken(world, headers['x-auth-token']) === undefined) throw unauthorized();
  const value = headers['x-subject-token'];
  return { value, token: validToken(world, value) };
}

import type { KeystoneApi } from './keystone-api.ts';
import { type Schema, bodyOf, checkNew } from './keystone-body.ts';
import { unauthorized } from './keystone-errors.ts';
import { endTokensOf } from './tokens.ts';

const SCHEMA: Schema = {
  original_password: { type: 'string', required: true },
  password: { type: 'string', required: true },
};

/** Keystone's `/v3/users/{id}/password`: no token is asked for, the original password says who it is. */
export function servePasswords(api: KeystoneApi): void {
  api.route('POST', '/v3/users/:userId/password', ({ params, body }) => {
    const given = bodyOf(body, 'user');
    checkNew(given, SCHEMA);
    const user = api.world.state.users.find(({ id }) => id === params['userId']);
    if (user === undefined || user.password !== given['original_password']) throw unauthorized();
    user.password = given['password'] as string;
    endTokensOf(api.world, user.id);
    return { status: 204 };
  });
}

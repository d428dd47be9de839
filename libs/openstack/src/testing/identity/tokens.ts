import type { SimulatedToken } from './identity-records.ts';
import type { World } from '../world.ts';

/** Who a request comes from. */
export interface Caller {
  token: SimulatedToken;
  userId: string;
  projectId: string;
  admin: boolean;
}

/** Makes a token. Values look like keystone's and are different every time, also in different worlds of one process. */
export function issueToken(
  world: World,
  grant: Pick<SimulatedToken, 'userId' | 'projectId' | 'system' | 'roles' | 'methods'>,
): SimulatedToken {
  const now = Math.floor(world.timeline.now() / 1000) * 1000;
  const token: SimulatedToken = {
    value: `gAAAAAB${crypto.randomUUID().replaceAll('-', '')}${crypto.randomUUID().replaceAll('-', '')}`,
    ...grant,
    issuedAt: now,
    expiresAt: now + world.settings.tokenLifetime * 1000,
    revoked: false,
  };
  world.state.tokens.push(token);
  return token;
}

/** The token of that value, if it is good now. */
export function validToken(world: World, value: string | undefined): SimulatedToken | undefined {
  const token = world.state.tokens.find((one) => one.value === value);
  const good = token !== undefined && !token.revoked && token.expiresAt > world.timeline.now();
  return good ? token : undefined;
}

/** The caller behind a token; undefined when it is dead or there is none. */
export function callerOf(world: World, value: string | undefined): Caller | undefined {
  const token = validToken(world, value);
  if (token === undefined) return undefined;
  return { token, userId: token.userId, projectId: token.projectId ?? '', admin: token.roles.includes('admin') };
}

import { Secret } from '@opsbook/context';
import type { CatalogBody } from './catalog.ts';

/** Who a token speaks for. */
export interface Identification {
  userId: string;
  userName: string;
  userDomainName: string;
  /** Absent when the scope is a domain or the system. */
  projectId?: string;
  projectName?: string;
  domainId?: string;
  domainName?: string;
  system: boolean;
  roles: string[];
}

export interface Token {
  secret: Secret;
  /** Milliseconds on our clock. Infinity for a token that was given and cannot be renewed anyway. */
  expiresAt: number;
  catalog: CatalogBody;
  who: Identification;
}

/** The `token` object of keystone's answer to `/v3/auth/tokens`. */
export interface TokenBody {
  expires_at: string;
  issued_at: string;
  user: { id: string; name: string; domain?: { name?: string } };
  project?: { id: string; name: string };
  domain?: { id: string; name: string };
  system?: { all?: boolean };
  roles?: { name: string }[];
  catalog?: CatalogBody;
}

/**
 * @param receivedAt our clock, in milliseconds. The lifetime counts from here, not to keystone's `expires_at`: the two
 * clocks may differ by more than the lifetime.
 * @throws TypeError for a body of another shape
 */
export function tokenOf(value: string, body: TokenBody, receivedAt: number): Token {
  const lifetime = Date.parse(body.expires_at) - Date.parse(body.issued_at);
  // Of a token that would be dead at any time every request would log in.
  if (Number.isNaN(lifetime)) throw new TypeError('it does not say when it expires');
  return { secret: new Secret(value), expiresAt: receivedAt + lifetime, catalog: body.catalog ?? [], who: whoIs(body) };
}

function whoIs(body: TokenBody): Identification {
  return {
    userId: body.user.id,
    userName: body.user.name,
    userDomainName: body.user.domain?.name ?? '',
    ...(body.project && { projectId: body.project.id, projectName: body.project.name }),
    ...(body.domain && { domainId: body.domain.id, domainName: body.domain.name }),
    system: body.system?.all === true,
    roles: (body.roles ?? []).map((role) => role.name).sort(),
  };
}
